using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Pictures;
using Gemeinwerk.DataCentre.Plan;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Finance;
using Gemeinwerk.Web.Frame;
using Gemeinwerk.Web.Frame.Forms;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.DataCentre;

/// <summary>What an address or a form asks of a plan, read once. Whatever is wrong is said at its field, and the usual
/// takes its place so that the form can be shown again; what is missing is as usual.</summary>
sealed class PlanAsked(FormInput input, TimeProvider clock)
{
    /// <summary>The yes of a box that is ticked.</summary>
    internal const string Yes = "yes";

    internal static PlanAsked Of(Visit visit) => new(FormInput.Asked(visit), visit.Service<TimeProvider>());

    internal FormInput Input => input;

    internal bool IsRefused => input.IsRefused;

    internal string Said(string name) => input.Typed(name).Trim();

    internal bool Is(string name) => input.Typed(name) == Yes;

    /// <returns>The day; today where none is said, or <c>centre.day</c>.</returns>
    internal DateOnly Day(string name, string label)
    {
        var (text, today) = (Said(name), LastDay.Today(clock));
        if (text.Length == 0) return today;
        if (Basics.Day.TryParse(text, out var day) && Basics.Day.IsNamed(day))
        {
            return day;
        }
        input.Refuse(new Rejection("centre.day", $"{label}: „{Texts.Shown(text)}“ ist kein Tag wie 31.01.2026 von "
            + $"{Basics.Day.FirstYear} bis {Basics.Day.LastYear}."), name);
        return today;
    }

    /// <returns>The number; the usual one with <c>centre.number</c>.</returns>
    internal int Number(PlanNumber number) => input.Or(number.Code, number.Parse(Said(number.Code)), number.Usual);

    internal CentreRules Rules() => new(Day("on", "Stichtag"), Number(PlanNumber.Overcommit),
        Number(PlanNumber.Reserve), Number(PlanNumber.Years), CountsDeliveries: Is("deliveries"));

    /// <returns>The options without search.</returns>
    internal PlacementOptions Options(InventorySnapshot snapshot)
    {
        var (rules, price, cluster) = (Rules(), Price(), Named(snapshot, ItemKinds.Cluster, "cluster"));
        return new PlacementOptions(rules with { IsAcross = Is("across") && cluster is null }, cluster,
            PricePerKilowattHour: price.Cents * 100, SpareHosts: Number(PlanNumber.Spare));
    }

    /// <returns>The price; the usual one with <c>centre.price</c>.</returns>
    internal Money Price()
    {
        var (text, usual) = (Said("price"), new Money(PlanNumber.PriceCents.Usual));
        if (text.Length == 0) return usual;
        if (Money.TryParse(text, out var price) && price.Cents >= PlanNumber.PriceCents.Least
            && price.Cents <= PlanNumber.PriceCents.Most)
        {
            return price;
        }
        input.Refuse(new Rejection("centre.price",
            $"Preis je kWh: „{Texts.Shown(text)}“ ist kein Betrag von 0 bis 100 Euro wie 0,25."), "price");
        return usual;
    }

    /// <returns>The item of this name; null where none is said, and with <c>inventory.item-unknown</c>,
    /// <c>inventory.reference-ambiguous</c>.</returns>
    internal ConfigurationItem? Named(InventorySnapshot snapshot, ItemKind kind, string field)
    {
        if (Said(field) is not { Length: > 0 } name) return null;
        if (snapshot.Find(kind, name).Ok(out var item, out var why)) return item;
        input.Refuse(why, field);
        return null;
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
