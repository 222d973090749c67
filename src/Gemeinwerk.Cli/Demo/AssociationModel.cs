using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Cli.Demo;

/// <summary>
/// What the demo assumes of an association in 2017, the year before the merger. Its single bookings are not public, so
/// they
/// are generated from these figures, always the same; each figure names its source or says that it is assumed.
/// </summary>
/// <param name="Charges">Yearly charge per member, as <see cref="AssociationModels"/> derives it.</param>
/// <param name="Suppliers">All invented.</param>
sealed record AssociationModel(
    string Code, string Name, Framework Framework, AccountSet Accounts,
    IReadOnlyList<Unit> Products, IReadOnlyList<Unit> CostCentres,
    IReadOnlyList<(DemoMember Member, Money Yearly)> Charges,
    Money Personnel, Money Purchases, Money UmbrellaCharge, Money Participation, Money Cash, Money Loan, Money Pensions,
    IReadOnlyList<DemoSupplier> Suppliers, IReadOnlyList<DemoAsset> Assets);

/// <summary>A product or cost centre, in the association's own numbering.</summary>
sealed record Unit(string Code, string Name);

sealed record DemoSupplier(string Number, string Name, string TaxNumber, string City);

/// <param name="Months">Useful life.</param>
sealed record DemoAsset(string Number, string Name, bool IsSoftware, DateOnly InServiceOn, int Months, Money Cost);

/// <summary>The accounts that an association books to, in its framework's numbering.</summary>
/// <param name="Charge">Revenue from members.</param>
/// <param name="PaymentOf">The receipt or payment account of a revenue, expense or balance sheet account; none under
/// HGB.</param>
sealed record AccountSet(
    string Cash, string Claims, string Debts, string Charge, string Personnel, string Purchases, string UmbrellaCharge,
    string Interest, string Software, string Equipment, string SoftwareDepreciation, string EquipmentDepreciation,
    string Participation, string Equity, string Pensions, string Loan, Func<string, string?> PaymentOf)
{
    internal static readonly AccountSet Nkf = new(
        Cash: "1811", Claims: "1651", Debts: "3511", Charge: "4189", Personnel: "5012", Purchases: "5291",
        UmbrellaCharge: "5233", Interest: "5517", Software: "0111", Equipment: "0811",
        SoftwareDepreciation: "5711", EquipmentDepreciation: "5711", Participation: "1111", Equity: "2011",
        Pensions: "2511", Loan: "3251", account => account switch
        {
            "3251" => "7927",
            ['4', ..] => "6" + account[1..],
            ['5', ..] => "7" + account[1..],
            _ => null,
        });

    /// <summary>Commercial accounts name no payments.</summary>
    internal static readonly AccountSet Hgb = new(
        Cash: "2510", Claims: "2110", Debts: "4210", Charge: "5010", Personnel: "6210", Purchases: "6150",
        UmbrellaCharge: "6140", Interest: "7020", Software: "0120", Equipment: "0410",
        SoftwareDepreciation: "6410", EquipmentDepreciation: "6420", Participation: "1130", Equity: "3020",
        Pensions: "3210", Loan: "4020", _ => null);

    /// <summary>The umbrella charges its parents as reimbursement of costs, not as a levy.</summary>
    internal static readonly AccountSet NkfUmbrella = Nkf with { Claims = "1721", Charge = "4483" };
}
