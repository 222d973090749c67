using Gemeinwerk.Identity;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Treasury;

namespace Gemeinwerk.Tests.Web.Api;

/// <summary>From an invoice to its payment, by clients that are generated from the description.</summary>
public class TreasuryByClientTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task Generated_clients_carry_an_invoice_to_the_two_people_who_release_it(Engine engine)
    {
        await using var world = await TreasuryWorld.On(engine);
        await using var api = await ApiSite.Of(world.Books);
        var body = world.Books.Body;
        HttpClient[] programs =
        [
            (await api.Program("Eingang", (body, Role.Certify), (body, Role.Order))).Client,
            (await api.Program("Amt", (body, Role.Order))).Client,
            (await api.Program("Buchhaltung", (body, Role.Post))).Client,
            (await api.Program("Kasse", (body, Role.Pay))).Client,
        ];
        var driver = (await GeneratedClient.With(api.Site, "TreasuryDriver.cs"))
            .GetType($"{GeneratedClient.Namespace}.TreasuryDriver")!.GetMethod("Run")!
            .CreateDelegate<Func<IReadOnlyList<HttpClient>, Func<Task>, Task<long>>>();

        Assert.Equal(119_00, await driver(programs, Release));
        Assert.Equal(-119_00, (await world.Books.TrialBalance("2026-12-31"))["1811"].Cents);
        await CashOrderTests.Verified(world.Books);

        async Task Release()
        {
            (await world.Release("paul", 1)).Expect();
            (await world.Release("petra", 1)).Expect();
        }
    }
}
