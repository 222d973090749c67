using System.Globalization;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Merger;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Tests.Web;

public class ClosingPageTests
{
    const string Home = "/b/testverband/finance", Year = $"{Home}/closing/2026";

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Months_and_years_are_closed_step_by_step_once_confirmed(Engine engine)
    {
        await using var books = await Books.On(engine);
        await books.Account("2081");
        await books.Given(FinancePageTests.Entries);
        await using var site = await Site.Of(books);
        async Task<string> Done(string step, params (string, string)[] fields)
        {
            var unconfirmed = await site.Send($"{Year}/{step}", fields);
            Assert.Equal(422, (int)unconfirmed.StatusCode);
            var html = await unconfirmed.Content.ReadAsStringAsync();
            Assert.Contains("id=\"error-confirm\"", html, StringComparison.Ordinal);
            var done = await site.Send($"{Year}/{step}", [.. fields, ("confirm", "yes")]);
            Assert.Equal(Year, done.Headers.Location?.ToString());
            return await site.Html(Year);
        }

        Assert.Contains("noch kein Monat", await site.Html($"{Home}/closing"), StringComparison.Ordinal);
        Assert.DoesNotContain($"{Year}/finish", await site.Html(Year), StringComparison.Ordinal);
        Assert.Contains("1 Monate geschlossen.", await Done("months", ("month", "1")), StringComparison.Ordinal);
        Assert.Contains("Januar", await site.Html($"{Home}/closing"), StringComparison.Ordinal);
        var begun = await Done("begin");
        Assert.Contains($"{Year}/finish", begun, StringComparison.Ordinal);
        Assert.Contains("nur noch Abschlussbuchungen", begun, StringComparison.Ordinal);
        Assert.DoesNotContain("nur noch Abschlussbuchungen", await Done("reopen"), StringComparison.Ordinal);
        await Done("begin");
        var finished = await Done("finish");
        Assert.Contains("Haushaltsjahr 2026 abgeschlossen, Ergebnis 78,50 €.", finished, StringComparison.Ordinal);
        Assert.DoesNotContain("gw-actions", finished, StringComparison.Ordinal);
        var again = await site.Send($"{Year}/finish", [("confirm", "yes")]);
        Assert.Contains("[ledger.year-closed]", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(404, await site.Status($"{Home}/closing/2031"));
        Assert.Equal(404, await site.Status($"{Year}/delete"));
    }

    [Fact]
    public async Task Who_does_not_close_sees_the_state_and_no_step()
    {
        await using var books = await Books.On(Engine.Sqlite);
        await using var site = await Site.Of(books, BodyRoles.Staff & ~BodyRoles.Close);
        Assert.DoesNotContain($"{Year}/begin", await site.Html(Year), StringComparison.Ordinal);
        Assert.Equal(403, await site.Status($"{Year}/begin"));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Checkpoints_are_signed_here_and_the_checker_accepts_what_is_downloaded(Engine engine)
    {
        // The page signs with the key of the tests, not with that of who runs them.
        Assert.NotEmpty(MergerWorld.Keys);
        await using var books = await Books.On(engine, code: $"cp-{engine}".ToLowerInvariant());
        var address = $"/b/{books.Body.Code}/finance/checkpoints";
        await books.Given(FinancePageTests.Entries);
        await using var site = await Site.Of(books);
        Assert.Contains("Jetzigen Stand", await site.Html(address), StringComparison.Ordinal);
        Assert.Equal(302, (int)(await site.Send(address, [])).StatusCode);
        await books.Given(FinancePageTests.Entries);
        await site.Send(address, []);
        var html = await site.Html(address);
        Assert.Contains("Unterschrieben: 6 Buchungen.", html, StringComparison.Ordinal);
        Assert.Contains($"{address}/3/consistency", html, StringComparison.Ordinal);

        var folder = Directory.CreateTempSubdirectory("gemeinwerk-checkpoints-").FullName;
        async Task<string> Saved(string name, string path)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), await site.Html(path));
            return Path.Combine(folder, name);
        }

        using var output = new StringWriter(CultureInfo.InvariantCulture);
        var key = SigningKey.KnownVerifier(books.Body)!.ToString()!;
        Assert.Equal(0, Gemeinwerk.Proof.CommandLine.Run(
            [
                "checkpoint", await Saved("old", $"{address}/3"), await Saved("new", $"{address}/6"),
                "--proof", await Saved("proof", $"{address}/3/consistency"), "--key", key,
            ], output, output));
        Assert.Equal(404, await site.Status($"{address}/4"));
        Directory.Delete(folder, recursive: true);
        await using var auditor = await Site.Of(books, BodyRoles.Audit);
        Assert.DoesNotContain("Jetzigen Stand", await auditor.Html(address), StringComparison.Ordinal);
        Assert.Equal(403, (int)(await auditor.Client.PostAsync(address, new StringContent(""))).StatusCode);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_verification_runs_beside_and_names_the_rows_that_differ(Engine engine)
    {
        await using var books = await Books.On(engine);
        await books.Given(FinancePageTests.Entries);
        await using var site = await Site.Of(books, BodyRoles.Audit);
        async Task<string> Verified()
        {
            await site.Send($"{Home}/verify", []);
            for (var look = 0; look < 300; look++)
            {
                var html = await site.Html($"{Home}/verify");
                if (!html.Contains("<progress", StringComparison.Ordinal)) return html;
                await Task.Delay(50);
            }
            return "";
        }

        Assert.DoesNotContain("id=\"verification", await site.Html($"{Home}/verify"), StringComparison.Ordinal);
        var sound = await Verified();
        Assert.Contains("Alles stimmt mit dem Zeitbuch überein.", sound, StringComparison.Ordinal);
        Assert.Contains("erika", sound, StringComparison.Ordinal);
        Assert.All(["storage.schema", "installation.records", "audit.records"],
            name => Assert.Contains(name, sound, StringComparison.Ordinal));
        await books.Database.Act("test", async Task<Result<Nothing>> (work) =>
        {
            await work.Db.Run($"update ledger_balance set debit = debit + 100 where period = 1 and debit > 0");
            return default(Nothing);
        });
        var broken = await Verified();
        Assert.Contains("Es gibt Abweichungen vom Zeitbuch.", broken, StringComparison.Ordinal);
        Assert.Contains("<li>ledger_balance ", broken, StringComparison.Ordinal);
        await using var poster = await Site.Of(books, BodyRoles.Post);
        Assert.Equal(403, await poster.Status($"{Home}/verify"));
    }
}
