using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Gemeinwerk.Basics;
using Gemeinwerk.Cli.Demo;
using Gemeinwerk.Identity;
using Gemeinwerk.Installation;
using Gemeinwerk.Ledger;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Merger;
using Gemeinwerk.Treasury;

namespace Gemeinwerk.Tests.Demo;

/// <summary>The web application at the end of the demo.</summary>
public sealed partial class DemoSiteTests
{
    static IEnumerable<string> Codes =>
        DemoPeople.All.SelectMany(it => it.Bodies.Append(it.Employer)).OfType<string>().Distinct();

    /// <summary>A database with the bodies in which the sample people have roles, and no people.</summary>
    static async Task<Books> Associations()
    {
        // Makes the folder of keys one of the tests.
        Assert.NotEmpty(MergerWorld.Keys);
        var books = await Books.On(Engine.Sqlite, AssociationModels.Umbrella);
        foreach (var code in Codes.Except([AssociationModels.Umbrella])) await books.Beside(code);
        return books;
    }

    [Fact]
    public async Task Every_sample_person_signs_in_with_what_the_console_says()
    {
        await using var books = await Associations();
        await using var site = await DemoSite.Start(books.Database, "test");
        var text = site.Text();
        var password = Password().Match(text).Groups[1].Value;
        var secret = Secret().Match(text).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        Assert.Contains(site.Address, text, StringComparison.Ordinal);
        Assert.Contains("NUR FÜR DIE VORFÜHRUNG", text, StringComparison.Ordinal);
        foreach (var person in DemoPeople.All)
        {
            Assert.Contains(person.SignInName, text, StringComparison.Ordinal);
            using var handler = new HttpClientHandler { CookieContainer = new CookieContainer() };
            using var browser = new HttpClient(handler) { BaseAddress = new(site.Address) };
            var code = await Send(browser, "/sign-in", ("name", person.SignInName), ("password", password));
            Assert.Equal("/sign-in/code", code.RequestMessage!.RequestUri!.AbsolutePath);
            var start = await Send(
                browser, "/sign-in/code", ("code", Totp.Code(secret, TimeProvider.System.GetUtcNow())));
            Assert.Equal("/", start.RequestMessage!.RequestUri!.AbsolutePath);
            var html = await start.Content.ReadAsStringAsync();
            Assert.Contains("Was auf Sie wartet", html, StringComparison.Ordinal);
            foreach (var body in person.Bodies.Append(person.Employer).OfType<string>())
            {
                Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync($"/b/{body}")).StatusCode);
            }
        }
    }

    [Fact]
    public async Task A_payment_can_be_walked_by_hand_with_the_sample_people()
    {
        Assert.NotEmpty(MergerWorld.Keys);
        await using var fresh = await Databases.Fresh(Engine.Sqlite);
        var model = AssociationModels.Successor(AssociationModels.All(DemoData.Members())) with { Charges = [] };
        await new AssociationBooks(fresh.Database, "test", 2018).Create(model, new Dictionary<string, Id<Body>>());
        foreach (var code in Codes.Except([model.Code]))
        {
            await Books.In(fresh, code, Framework.Nkf, 2018);
        }
        await using var site = await DemoSite.Start(fresh.Database, "test");
        await new DemoOrders(fresh.Database).Create();
        var body = (await fresh.Database.Read(db => Bodies.Find(db, model.Code))).Expect();
        Assert.Equal(
            [
                CashOrderState.Draft, CashOrderState.Certified, CashOrderState.Ordered, CashOrderState.Posted,
                CashOrderState.Posted, CashOrderState.Posted, CashOrderState.Posted,
            ], (await fresh.Database.Read(db => CashOrders.All(db, body))).Select(it => it.State));
        Assert.Equal(1, await fresh.Database.Read(db => PaymentRuns.CountDue(db, body)));
        var waiting = Assert.Single(await fresh.Database.Read(db => PaymentRuns.Unfinished(db, body)));
        foreach (var person in DemoPeople.Releasing)
        {
            (await fresh.Database.Act(person, async work =>
                await PaymentRuns.Release(work, await Book.Open(work, body), waiting.No))).Expect();
        }
        var runs = await fresh.Database.Read(db => PaymentRuns.All(db, body));
        Assert.All(runs, run => Assert.Equal(PaymentRunState.Released, run.State));
        Assert.All(await WholeVerification.OfBody(fresh.Database, body),
            report => Assert.True(report.Verdict != Verdict.Fail, report.Title));
    }

    [Fact]
    public async Task Sample_people_are_never_added_where_there_are_people()
    {
        await using var books = await Associations();
        (await books.Database.Act("test", work => People.Add(work, "erika", "Erika"))).Expect();
        await Assert.ThrowsAsync<UnreachableException>(() => DemoSite.Start(books.Database, "test"));
        Assert.Equal("erika", Assert.Single(await books.Database.Read(People.All)).SignInName);
    }

    [Fact]
    public async Task A_second_demo_takes_another_port_and_says_so()
    {
        await using var books = await Associations();
        await using var others = await Associations();
        await using var first = await DemoSite.Start(books.Database, "test");
        await using var second = await DemoSite.Start(others.Database, "test");
        Assert.NotEqual(first.Address, second.Address);
        Assert.Contains("(Port 8080 ist belegt)", second.Text(), StringComparison.Ordinal);
        using var browser = new HttpClient();
        Assert.Equal("ok", await browser.GetStringAsync(new Uri($"{second.Address}/health/live")));
    }

    static async Task<HttpResponseMessage> Send(
        HttpClient browser, string page, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(await browser.GetStringAsync(page)).Groups[1].Value;
        return await browser.PostAsync(page, new FormUrlEncodedContent(
            fields.Append(("__RequestVerificationToken", token))
                .Select(field => KeyValuePair.Create(field.Item1, field.Item2))));
    }

    [GeneratedRegex(@"Kennwort für alle\s+(\S+)")]
    private static partial Regex Password();

    [GeneratedRegex(@"Schlüssel\s+((?:[A-Z2-7]{4} ?){8})")]
    private static partial Regex Secret();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
