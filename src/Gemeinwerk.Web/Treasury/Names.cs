using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Treasury;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.Treasury;

/// <summary>The names of what orders and payments refer to.</summary>
public sealed record Names(
    IReadOnlyDictionary<Id<Account>, Account> Accounts, IReadOnlyDictionary<Id<Party>, Party> Parties,
    IReadOnlyDictionary<Id<Product>, Product> Products, IReadOnlyDictionary<Id<CostCentre>, CostCentre> CostCentres)
{
    internal static async Task<Names> Of(Session db, Id<Body> body) => new(
        (await Ledger.Accounts.All(db, body)).ToDictionary(it => it.Id),
        (await Ledger.Parties.All(db, body)).ToDictionary(it => it.Id),
        (await Dimensions.Products(db, body)).ToDictionary(it => it.Id),
        (await Dimensions.CostCentres(db, body)).ToDictionary(it => it.Id));

    internal string Account(Id<Account> id) => $"{Accounts[id].Number} {Accounts[id].Name}";

    internal static string Of(CashOrderKind kind, IStringLocalizer<TreasuryWords> words) =>
        kind == CashOrderKind.Payment ? words["Auszahlung"] : words["Annahme"];

    internal static string Of(CashOrderState state, IStringLocalizer<TreasuryWords> words) => state switch
    {
        CashOrderState.Draft => words["Entwurf"],
        CashOrderState.Certified => words["festgestellt"],
        CashOrderState.Ordered => words["angeordnet"],
        CashOrderState.Posted => words["gebucht"],
        _ => words["zurückgezogen"],
    };

    internal static string Of(CashOrderStepKind kind, IStringLocalizer<TreasuryWords> words) => kind switch
    {
        CashOrderStepKind.Drafted => words["erfasst"],
        CashOrderStepKind.Changed => words["geändert"],
        CashOrderStepKind.CertifiedFacts => words["sachlich festgestellt"],
        CashOrderStepKind.CertifiedFigures => words["rechnerisch festgestellt"],
        CashOrderStepKind.Ordered => words["angeordnet"],
        CashOrderStepKind.Posted => words["gebucht"],
        CashOrderStepKind.Returned => words["zurückgegeben"],
        _ => words["zurückgezogen"],
    };

    internal static string Of(PaymentRunState state, IStringLocalizer<TreasuryWords> words) => state switch
    {
        PaymentRunState.Proposed => words["vorgeschlagen"],
        PaymentRunState.Released => words["freigegeben und gebucht"],
        _ => words["abgebrochen"],
    };
}
