using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Pictures;
using Gemeinwerk.DataCentre.Plan;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Finance;
using Gemeinwerk.Web.Frame;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.DataCentre;

/// <summary>What an address or a form asks of a plan, read once. Whatever is wrong is a refusal that names its field;
/// what is missing is as usual.</summary>
/// <param name="said">What stands in a field; empty where nothing does.</param>
sealed class PlanAsked(Func<string, string> said, TimeProvider clock)
{
    /// <summary>The yes of a box that is ticked.</summary>
    internal const string Yes = "yes";

    internal static PlanAsked Of(Visit visit) =>
        new(name => visit.Query[name].ToString(), visit.Service<TimeProvider>());

    internal string Said(string name) => said(name).Trim();

    internal bool Is(string name) => said(name) == Yes;

    /// <returns>The day, today where none is said, or <c>centre.day</c>.</returns>
    internal Result<DateOnly> Day(string name, string label)
    {
        var text = Said(name);
        if (text.Length == 0) return LastDay.Today(clock);
        return Basics.Day.TryParse(text, out var day) && day.Year is >= IsoDay.FirstYear and <= IsoDay.LastYear
            ? day
            : new Rejection("centre.day", $"{label}: „{Texts.Shown(text)}“ ist kein Tag wie 31.01.2026 von "
                + $"{IsoDay.FirstYear} bis {IsoDay.LastYear}.");
    }

    internal Result<int> Number(PlanNumber number) => number.Parse(Said(number.Code));

    /// <returns>The rules, or <c>centre.day</c>, <c>centre.number</c>.</returns>
    internal Result<CentreRules> Rules()
    {
        if (!Day("on", "Stichtag").Ok(out var on, out var why)) return why;
        if (!Number(PlanNumber.Overcommit).Ok(out var overcommit, out why)) return why;
        if (!Number(PlanNumber.Reserve).Ok(out var reserve, out why)) return why;
        if (!Number(PlanNumber.Years).Ok(out var years, out why)) return why;
        return new CentreRules(on, overcommit, reserve, years, CountsDeliveries: Is("deliveries"));
    }

    /// <returns>The options without search, or a refusal of <see cref="Rules"/>, <c>centre.price</c>, or one of
    /// <see cref="Named"/>.</returns>
    internal Result<PlacementOptions> Options(InventorySnapshot snapshot)
    {
        if (!Rules().Ok(out var rules, out var why)) return why;
        if (!Price().Ok(out var price, out why)) return why;
        if (!Named(snapshot, ItemKinds.Cluster, "cluster").Ok(out var cluster, out why)) return why;
        var isAcross = Is("across") && cluster is null;
        return new PlacementOptions(rules with { IsAcross = isAcross }, cluster,
            PricePerKilowattHour: price.Cents * 100);
    }

    internal Result<Money> Price()
    {
        var text = Said("price");
        if (text.Length == 0) return new Money(PlanNumber.PriceCents.Usual);
        return Money.TryParse(text, out var price) && price.Cents >= PlanNumber.PriceCents.Least
            && price.Cents <= PlanNumber.PriceCents.Most
            ? price
            : new Rejection("centre.price",
                $"Preis je kWh: „{Texts.Shown(text)}“ ist kein Betrag von 0 bis 100 Euro wie 0,25.");
    }

    /// <returns>The item of this name, null where none is said, or <c>inventory.item-unknown</c>,
    /// <c>inventory.reference-ambiguous</c>.</returns>
    internal Result<ConfigurationItem?> Named(InventorySnapshot snapshot, ItemKind kind, string field)
    {
        if (Said(field) is not { Length: > 0 } name) return (ConfigurationItem?)null;
        return snapshot.Find(kind, name).Ok(out var item, out var why) ? item : why;
    }
}

/// <summary>What all pages of plans do alike.</summary>
static class PlanPages
{
    /// <summary>The type of a picture's file.</summary>
    internal const string Svg = "image/svg+xml";

    internal static Wording Wording(IStringLocalizer<CentreWords> words) => new((text, holes) => words[text, holes]);

    internal static Task<(InventorySnapshot Snapshot, List<ItemUse> Uses)> Inventory(this Visit visit) =>
        visit.Read(async db => (await InventorySnapshot.Load(db, visit.Body), await Uses.All(db, visit.Body.Id)));

    /// <summary>A picture as a file, where the address asks for one.</summary>
    internal static IResult? File(this Drawing picture, Visit visit, string name) =>
        visit.Query["format"] == "svg" ? picture.Answer(visit, name) : null;

    /// <summary>A picture as a file.</summary>
    /// <param name="name">Of the file, without its ending.</param>
    internal static IResult Answer(this Drawing picture, Visit visit, string name) =>
        Answers.Text(picture.File(), $"{visit.Body.Code}-{name}.svg", Svg);

    /// <summary>The address of the same page that answers with another form of it.</summary>
    internal static string As(this Visit visit, string format) => visit.Http.Request.Path
        + new QueryBuilder(
        visit.Query.Where(it => it.Key is not ("format" or "page"))
            .SelectMany(it => it.Value.Select(value => KeyValuePair.Create(it.Key, value ?? "")))
            .Append(KeyValuePair.Create("format", format))).ToString();

    internal static string Names(IEnumerable<ConfigurationItem> items) =>
        string.Join(", ", items.Select(item => item.Name));
}
