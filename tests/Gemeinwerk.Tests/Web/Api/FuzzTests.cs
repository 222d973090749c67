using System.Net.Http.Headers;
using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Ledger;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Merger;
using Gemeinwerk.Treasury;

namespace Gemeinwerk.Tests.Web.Api;

/// <summary>Every operation of the description, asked for things that nobody would ask for.</summary>
public class FuzzTests
{
    const string Secret = "Geheimnis7c2";

    public static TheoryData<Engine> Engines => Databases.Engines;

    [Theory, MemberData(nameof(Engines))]
    public Task No_request_breaks_the_interface_hangs_it_or_shows_another_body(Engine engine) =>
        Run(engine, 6, 20180101);

    /// <summary>As many requests as <c>GEMEINWERK_FUZZ</c> says per operation, with a new seed each time.</summary>
    [Theory(Explicit = true), MemberData(nameof(Engines))]
    public Task Not_even_many_of_them(Engine engine) => Run(engine,
        int.TryParse(Environment.GetEnvironmentVariable("GEMEINWERK_FUZZ"), out var rounds) ? rounds : 200,
        Random.Shared.Next());

    static async Task Run(Engine engine, int rounds, int seed)
    {
        await using var world = await MergerTests.Example(engine);
        var other = await world.Beside("nachbar", 2018);
        await other.Given($"""
            2018-01-02 {Secret}
              1811   77,00 6811
              2011  -77,00
            """);
        await Fill(other, Secret);
        await Fill(world["sit"], "Lampe");
        await TreasuryPageTests.Fill(world["sit"]);
        var before = await other.TrialBalance("2018-12-31");
        await using var api = await ApiSite.Of(world["sit"]);
        var sit = world["sit"].Body;
        ProgramClient[] programs =
        [
            await api.Program("Bücher", (sit, Role.Close), (sit, Role.Post)),
            await api.Program("Verwaltung", (sit, Role.Administer)), await api.Program("Prüfung", (sit, Role.Audit)),
            await api.Program("Eingang", (sit, Role.Certify), (sit, Role.Order)),
            await api.Program("Kasse", (sit, Role.Pay)),
        ];
        foreach (var program in programs) program.Client.Timeout = TimeSpan.FromSeconds(100);
        var random = new Random(seed);
        var fuzz = new Fuzz(api.Contract, random, "sit");
        var answered = new HashSet<string>();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var operation in api.Contract.Operations)
            {
                using var request = fuzz.Request(operation);
                var asked = $"seed {seed}: {request.Method} {request.RequestUri} {await Sent(request)}";
                try
                {
                    var program = programs[round % 2 == 0 ? 0 : random.Next(programs.Length)];
                    using var answer = await program.Client.SendAsync(
                        request, HttpCompletionOption.ResponseHeadersRead);
                    if (answer.IsSuccessStatusCode) answered.Add(operation.Id);
                    if (answer.Content.Headers.ContentType?.MediaType == "text/event-stream") continue;
                    var text = await answer.Content.ReadAsStringAsync();
                    Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
                    Assert.True((int)answer.StatusCode < 500, text);
                }
                catch (Exception error)
                {
                    throw new InvalidOperationException(asked, error);
                }
            }
        }
        // A fuzz whose requests are all refused looks at nothing.
        Assert.True(answered.Count > api.Contract.Operations.Count / 3, $"{answered.Count} operations succeeded: "
            + string.Join(' ', api.Contract.Operations.Select(it => it.Id).Except(answered)));
        Assert.Equal(before, await other.TrialBalance("2018-12-31"));
        Assert.All(await MergerVerificationTests.Verify(world), it => Assert.NotEqual(Verdict.Fail, it.Verdict));
    }

    /// <summary>A year, an order and a voucher in which a word stands.</summary>
    static async Task Fill(Books books, string word)
    {
        var (debts, expense) = (await books.Account("3511"), await books.Account("5241"));
        (await books.Act(async Task<Result<Voucher>> (work, book) =>
        {
            (await FiscalYears.Open(work, book, 2026)).Expect();
            var party = new Party(default, word, word);
            (await Parties.Add(work, book, [party])).Expect();
            party = (await Parties.Find(work.Db, book.Body.Id, word))!;
            var day = new DateOnly(2026, 5, 4);
            (await CashOrders.Draft(work, book, new(CashOrderKind.Payment, party.Id, debts, word, word, day,
                day, new(1), [new(expense, new(1))]))).Expect();
            return await Vouchers.Attach(work, book, 1, $"{word}.pdf", Encoding.UTF8.GetBytes($"%PDF-1.7 {word}"));
        })).Expect();
    }

    static async Task<string> Sent(HttpRequestMessage request) =>
        request.Content is null ? "" : await request.Content.ReadAsStringAsync();

    [Theory, MemberData(nameof(Engines))]
    public async Task No_operation_exists_for_a_token_of_another_body_or_for_nobody(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        var other = await world.Beside("nachbar", 2018);
        await using var api = await ApiSite.Of(world["sit"]);
        var stranger = await api.Key("fremd", (other.Body, Role.Close), (other.Body, Role.Post));
        using var client = new HttpClient { BaseAddress = new(api.Site.Address) };
        var ofBody = api.Contract.Operations.Where(it => it.Path.Contains("{body}", StringComparison.Ordinal)).ToList();
        Assert.True(ofBody.Count > 70);
        foreach (var operation in api.Contract.Operations)
        {
            Assert.Equal(401, await Status(operation, null, "sit"));
            if (!ofBody.Contains(operation)) continue;
            Assert.Equal(404, await Status(operation, stranger, "sit"));
            Assert.Equal(404, await Status(operation, stranger, "gibt-es-nicht"));
        }

        async Task<int> Status(Operation operation, string? key, string body)
        {
            var path = operation.Path.Replace("{body}", body, StringComparison.Ordinal)
                .Replace("{code}", MergerWorld.Code, StringComparison.Ordinal)
                .Replace("{year}", "2018", StringComparison.Ordinal);
            path = System.Text.RegularExpressions.Regex.Replace(path, @"\{[^}]+\}", "1");
            using var request = new HttpRequestMessage(operation.Method, path);
            if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            request.Headers.TryAddWithoutValidation("Idempotency-Key", "k");
            request.Headers.TryAddWithoutValidation("If-Match", "*");
            using var answer = await client.SendAsync(request);
            return (int)answer.StatusCode;
        }
    }
}
