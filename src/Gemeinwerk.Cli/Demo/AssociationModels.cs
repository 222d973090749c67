using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Cli.Demo;

/// <summary>The three associations of the model case, 2017.</summary>
static class AssociationModels
{
    internal const string Citkomm = "citkomm", Kdz = "kdz", Umbrella = "sit", RehearsalCode = "planspiel";

    /// <summary>Hilchenbach pays about 158,000 EUR a year, 10.70 EUR per inhabitant (press, 2024; derived).</summary>
    const long ServicePerInhabitantCents = 1070;

    /// <summary>Median payment of eleven members of KDZ in 2010 (finance statistics; derived).</summary>
    const long LevyPerInhabitantCents = 1551;

    /// <summary>Märkischer Kreis, 2011 (finance statistics; derived); used for the district without data.</summary>
    const long DistrictPerInhabitantCents = 501;

    /// <summary>Planned savings of joint data centres, 2.6 million EUR a year (StGB NRW, 2013), taken as the size of
    /// what the
    /// umbrella does for its two parents; split by their members' population (assumed).</summary>
    static readonly Money UmbrellaCharges = new(2_600_000_00);

    /// <summary>Each parent's share in the umbrella's capital (assumed).</summary>
    static readonly Money Participation = new(100_000_00);

    internal static IReadOnlyList<AssociationModel> All(IReadOnlyList<DemoMember> members)
    {
        var levies = DemoData.ItLevies();
        var parents = members.GroupBy(member => member.Predecessor).ToDictionary(
            parent => parent.Key, parent => parent.OrderBy(member => member.Ags, StringComparer.Ordinal).ToList());
        var shares = UmbrellaCharges.Allocate(
            [Inhabitants(parents["KDVZ Citkomm"]), Inhabitants(parents["KDZ Westfalen-Süd"])]);
        return
        [
            Parent(Citkomm, "KDVZ Citkomm", Framework.Hgb, AccountSet.Hgb, shares[0],
                [.. parents["KDVZ Citkomm"].Select(member => (member, Service(member)))],
                [new("FIN", "Finanzverfahren"), new("EWO", "Einwohner- und Ordnungsverfahren"),
                    new("RZB", "Rechenzentrumsbetrieb"), new("NET", "Netze")],
                [new("K10", "Geschäftsführung und Verwaltung"), new("K20", "Rechenzentrum Hemer"),
                    new("K30", "Verfahrensbetreuung")],
                "C", scale: 24),
            Parent(Kdz, "KDZ Westfalen-Süd", Framework.Nkf, AccountSet.Nkf, shares[1],
                [.. parents["KDZ Westfalen-Süd"].Select(member => (member, Levy(member)))],
                [new("111010", "Finanzverfahren"), new("111020", "Einwohner- und Ordnungsverfahren"),
                    new("111030", "Rechenzentrumsbetrieb"), new("111040", "Richtfunknetz")],
                [new("100", "Geschäftsführung und Verwaltung"), new("200", "Rechenzentrum Siegen"),
                    new("300", "Verfahrensbetreuung")],
                "W", scale: 10),
            UmbrellaAssociation(),
        ];

        Money Service(DemoMember member) => member.IsDistrict
            ? levies.GetValueOrDefault(member.Ags, PerInhabitant(member, DistrictPerInhabitantCents))
            : PerInhabitant(member, ServicePerInhabitantCents);

        Money Levy(DemoMember member) =>
            levies.GetValueOrDefault(member.Ags, PerInhabitant(member, LevyPerInhabitantCents));
    }

    /// <summary>Expenses follow the charges: 54 % personnel, 30 % purchases (assumed), the rest depreciation and
    /// umbrella.</summary>
    static AssociationModel Parent(
        string code, string name, Framework framework, AccountSet accounts, Money umbrellaCharge,
        IReadOnlyList<(DemoMember, Money Yearly)> charges, IReadOnlyList<Unit> products, IReadOnlyList<Unit> centres,
        string prefix, int scale)
    {
        var revenue = charges.Aggregate(Money.Zero, (sum, charge) => sum + charge.Yearly);
        var parts = revenue.Allocate([54, 30, 16]);
        return new AssociationModel(code, name, framework, accounts, products, centres, charges,
            Personnel: parts[0], Purchases: parts[1], umbrellaCharge, Participation,
            Cash: new(220_000_00L * scale), Loan: new(90_000_00L * scale), Pensions: new(60_000_00L * scale),
            Suppliers(prefix), Equipment(prefix, scale));
    }

    /// <summary>The umbrella after it took in both parents: its own products and centres, all that the three charge and
    /// spend.</summary>
    internal static AssociationModel Successor(IReadOnlyList<AssociationModel> all) =>
        all.Single(model => model.Code == Umbrella) with
        {
            Accounts = AccountSet.Nkf,
            Charges = [.. all.SelectMany(model => model.Charges)],
            Personnel = Sum(all.Select(model => model.Personnel)),
            Purchases = Sum(all.Select(model => model.Purchases)),
        };

    /// <summary>A small association under commercial law that nobody founded, for a merger to be tried out.</summary>
    internal static AssociationModel Rehearsal() => new(
        RehearsalCode, "Planspiel-IT (erfunden)", Framework.Hgb, AccountSet.Hgb,
        [new("FIN", "Finanzverfahren"), new("RZB", "Rechenzentrumsbetrieb")],
        [new("K10", "Geschäftsführung"), new("K20", "Rechenzentrum")], [],
        Personnel: new(240_000_00), Purchases: new(180_000_00), UmbrellaCharge: Money.Zero,
        Participation: Money.Zero, Cash: new(310_000_00), Loan: new(120_000_00), Pensions: new(80_000_00),
        Suppliers("P"), Equipment("P", 5));

    static Money Sum(IEnumerable<Money> amounts) => amounts.Aggregate(Money.Zero, (sum, amount) => sum + amount);

    static AssociationModel UmbrellaAssociation() => new(
        Umbrella, "Südwestfalen-IT", Framework.Nkf, AccountSet.NkfUmbrella,
        [new("1101", "Rechenzentrumsbetrieb"), new("1102", "Finanzverfahren")],
        [new("10", "Geschäftsführung und Verwaltung"), new("20", "Rechenzentrum Siegen")],
        [], Personnel: new(900_000_00), Purchases: new(700_000_00), UmbrellaCharge: Money.Zero,
        Participation: Money.Zero,
        Cash: new(800_000_00), Loan: new(1_800_000_00), Pensions: new(400_000_00),
        Suppliers("S"),
        [
            // The modular data centre of 2014 and the back-up centre in Siegen are published, their cost is assumed.
            new("S-0001", "Modulares Rechenzentrum", false, new(2014, 7, 1), 180, new(3_200_000_00)),
            new("S-0002", "Ausweichrechenzentrum Siegen, Technik", false, new(2015, 4, 1), 120, new(950_000_00)),
            new("S-0003", "Speichersystem gemeinsam", false, new(2016, 2, 1), 60, new(420_000_00)),
            new("S-0004", "Finanzverfahren, gemeinsame Lizenzen", true, new(2015, 1, 1), 96, new(610_000_00)),
        ]);

    /// <summary>Three of the suppliers are the same companies at both parents, under other numbers and
    /// spellings.</summary>
    static IReadOnlyList<DemoSupplier> Suppliers(string prefix) =>
        [.. new[]
        {
            ("Hellweg Server GmbH (erfunden)", "Iserlohn"), ("Siegtal Software AG (erfunden)", "Siegen"),
            ("Sauerland Leitungsnetz GmbH (erfunden)", "Arnsberg"), ("Lenne Strom eG (erfunden)", "Plettenberg"),
            ("Bigge Wartung KG (erfunden)", "Olpe"), ($"Werkstatt {prefix} GmbH (erfunden)", "Hemer"),
        }.Select((supplier, i) => new DemoSupplier(
            $"{prefix}K{700 + i}",
            prefix == "W" ? supplier.Item1.Replace("GmbH", "Ges. mbH", StringComparison.Ordinal) : supplier.Item1,
            i < 3 ? $"999/900/1000{i}" : $"999/9{prefix[0] % 10}{i}/2000{i}", supplier.Item2))];

    /// <summary>Servers, networks and software bought over the years; kinds and lives as usual, cost assumed.</summary>
    static IReadOnlyList<DemoAsset> Equipment(string prefix, int scale) =>
        [.. Enumerable.Range(0, scale).Select(i => (i % 4) switch
        {
            0 => new DemoAsset($"{prefix}-{i + 1:0000}", $"Serversystem {i + 1}", false,
                new(2013 + i % 4, 1 + i % 12, 1), 60, new(48_000_00 + i * 1_317_00L)),
            1 => new($"{prefix}-{i + 1:0000}", $"Netztechnik {i + 1}", false,
                new(2012 + i % 5, 1 + i * 5 % 12, 1), 84, new(31_500_00 + i * 977_00L)),
            2 => new($"{prefix}-{i + 1:0000}", $"Fachverfahren, Lizenz {i + 1}", true,
                new(2014 + i % 3, 1 + i * 7 % 12, 1), 60, new(72_000_00 + i * 2_111_00L)),
            _ => new($"{prefix}-{i + 1:0000}", $"Arbeitsplatztechnik {i + 1}", false,
                new(2015 + i % 2, 1 + i * 3 % 12, 1), 48, new(18_900_00 + i * 613_00L)),
        })];

    static Money PerInhabitant(DemoMember member, long cents) => new(checked(member.Population2017 * cents));

    static long Inhabitants(IEnumerable<DemoMember> members) =>
        members.Where(member => !member.IsDistrict).Sum(member => (long)member.Population2017);
}
