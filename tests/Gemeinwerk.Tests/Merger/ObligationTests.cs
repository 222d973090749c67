using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Imports;
using Gemeinwerk.Merger;
using Gemeinwerk.Merger.Inventories;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.DataCentre;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Merger;

/// <summary>What goes over besides balances: loans, guarantees, grants, mandates, posts, retention duties,
/// procurements; and parties that contradict each other.</summary>
public class ObligationTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    internal static async Task Give(Books books, ItemKind kind, string csv) => (await books.Import(
        [InventoryFixture.File("liste.csv", csv)], new InventoryImportOptions { Kind = kind })).Fine();

    [Theory, MemberData(nameof(Engines))]
    public async Task Obligations_of_a_source_arrive_each_as_its_own_with_the_partys_new_number(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        var kdz = world["kdz"];
        await Give(world["sit"], ItemKinds.Loan, "name,amount\nInvestitionsdarlehen,1000000.00\n");
        await Give(kdz, ItemKinds.Loan,
            "name,party,amount,interest,ends_on\nInvestitionsdarlehen,D1,250000.00,1.25,2030-12-31\n");
        await Give(kdz, ItemKinds.Guarantee, "name,amount,purpose\nBürgschaft Richtfunk,50000.00,Richtfunknetz\n");
        await Give(kdz, ItemKinds.Grant, "name,amount,earmark,ends_on\nLandesmittel,90000.00,nur Netze,2025-12-31\n");
        await Give(kdz, ItemKinds.Mandate, "name,mandate_type,signed_on\nM-4711,core,2015-03-01\n");
        await Give(kdz, ItemKinds.Post, "name,unit,grade,full_time\nBetrieb,Rechenzentrum,E 10,4.5\n");
        await Give(kdz, ItemKinds.Retention, "name,basis,ends_on\nBelege 2017,KomHVO NRW § 59,2028-12-31\n");
        await Give(kdz, ItemKinds.Procurement, "name,procedure,amount\nSpeicher 2018,open,420000.00\n");

        var open = Assert.Single((await world.Plan()).Inventory!.Open);
        Assert.Equal(("Investitionsdarlehen", "Investitionsdarlehen-kdz"), (open.Item.Name, open.Decision!.NewName));
        (await world.Act(work => InventoryDecisions.Accept(work, MergerWorld.Code))).Expect();
        Assert.Empty((await world.Run()).Findings);
        var now = await world["sit"].Inventory();
        Assert.All(ItemKinds.Obligations, kind => Assert.NotEmpty(now.Of(kind)));
        var loan = now.Of(ItemKinds.Loan).Single(item => item.Name == "Investitionsdarlehen-kdz");
        Assert.Equal((250_000_00L, 1_2500L),
            (loan.Content.Number(Fields.Amount), loan.Content.Number(Fields.Interest)));
        var party = (await world.Database.Read(db => Resolution.Resolve(db, MappingKind.Party, "kdz", "D1"))).Expect();
        Assert.Equal(party.Number, loan.Content.Text(Fields.LedgerParty));
        Assert.Equal(450, now.Of(ItemKinds.Post).Single().Content.Number(Fields.FullTime));
        var answer = await world.Check();
        Assert.True(answer.Exit == 0, answer.Text);
    }

    [Fact]
    public async Task VO_04_Contracts_with_one_signature_are_told_and_hold_up_nothing()
    {
        await using var world = await MergerTests.Example(Engine.Sqlite);
        await Give(world["kdz"], ItemKinds.Contract, "name,signers\nWartung,Leitung und Einkauf\nKopierer,Leitung\n"
            + "Alt,\n");
        var plan = await world.Plan();
        var note = Assert.Single(plan.Notes, it => it.Why.Code == "merger.contract-signers");
        Assert.Contains("bei 1 Vertrag stehen", note.Why.Message, StringComparison.Ordinal);
        Assert.Equal("GkG NRW § 16 (4), ungeprüft", note.Why.Source);
        Assert.Contains("„Kopierer“", note.Why.Message, StringComparison.Ordinal);
        Assert.Empty((await world.Run()).Findings);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Posts_of_one_unit_and_grade_are_added_and_others_stay_apart(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        const string head = "name,unit,grade,full_time,ends_on\n";
        await Give(world["sit"], ItemKinds.Post, head + "Betrieb,Rechenzentrum,E 10,2.5,\n"
            + "Netz,Rechenzentrum,E 9a,1,\n");
        await Give(world["kdz"], ItemKinds.Post, head + "Betrieb,Rechenzentrum,E 10,4.25,\n"
            + "Leitung,Rechenzentrum,E 12,1,\nNetzdienst,rechenzentrum,E 9A,0.5,2020-12-31\n");
        await Give(world["ckm"], ItemKinds.Post, head + "Systembetreuung,RECHENZENTRUM,e 10,3,\n");
        Assert.Empty((await world.Plan()).Inventory!.Open);
        Assert.Empty((await world.Run()).Findings);
        Assert.Equal(["Betrieb 975", "Leitung 100", "Netz 100", "Netzdienst 50"], (await world["sit"].Inventory())
            .Of(ItemKinds.Post).Select(it => $"{it.Name} {it.Content.Number(Fields.FullTime)}").Order());
        var answer = await world.Check();
        Assert.True(answer.Exit == 0, answer.Text);
        Assert.Empty(await world.Undo());
        Assert.Equal(["Betrieb 250", "Netz 100"], (await world["sit"].Inventory())
            .Of(ItemKinds.Post).Select(it => $"{it.Name} {it.Content.Number(Fields.FullTime)}").Order());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Two_bank_accounts_of_one_party_are_decided_by_people_and_never_guessed(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        await world.Party("sit", "S-1", iban: "DE02120300000000202051", name: "Strom AG");
        await world.Party("kdz", "K-1", iban: "DE02500105170137075030", name: "Strom AG");
        async Task Map(string reason) => (await world.Act(work => Mappings.Set(work, MergerWorld.Code,
            [new MappingLine(MappingKind.Party, "kdz", "K-1", "S-1", reason)]))).Expect();
        await Map("gleicher Name und gleiche Anschrift");
        var finding = Assert.Single((await world.Plan()).Findings);
        Assert.Equal(("merger.party-contradiction", "party/kdz/K-1"), (finding.Why.Code, finding.Field));
        Assert.Contains("DE…5030", finding.Why.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("0137075030", finding.Why.Message, StringComparison.Ordinal);
        await Map("Anruf bei der Buchhaltung: neues Konto seit 2016");
        Assert.Empty((await world.Plan()).Findings);
    }
}
