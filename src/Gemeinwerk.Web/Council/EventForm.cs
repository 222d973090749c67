using System.Globalization;
using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Web.Frame;
using Gemeinwerk.Web.Frame.Forms;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.Council;

/// <summary>A field of a form as it is shown.</summary>
/// <param name="Kind">As <see cref="Field.Kind"/>.</param>
/// <param name="Options">What can be chosen; null where it is typed.</param>
sealed record FormField(
    string Name, string Label, string? Hint, string Kind, IReadOnlyList<(string Value, string Label)>? Options,
    bool IsOptional);

/// <summary>
/// The form in which one event is recorded, made from what <see cref="EventFields"/> knows of it. What the address
/// says, as <c>?member=hemer</c>, and numbers that follow from the records are not asked for.
/// </summary>
sealed class EventForm
{
    const string Cents = "Cents";

    readonly Assembly assembly;
    readonly IStringLocalizer<CouncilWords> words;

    EventForm(string kind, Assembly assembly, IQueryCollection query, IStringLocalizer<CouncilWords> words)
    {
        (Kind, this.assembly, this.words) = (kind, assembly, words);
        var all = EventFields.Of(kind);
        Given = all.Select(it => it.Name).Select(name => (name, query[name].ToString()))
            .Where(pair => pair.Item2.Length > 0).ToDictionary();
        foreach (var (name, number) in Numbers()) Given[name] = number.ToString(CultureInfo.InvariantCulture);
        Fields = [.. all.Where(it => !Given.ContainsKey(it.Name) && Concerns(it.Name)).Select(Shown)];
    }

    internal string Kind { get; }

    /// <summary>By the names of fields.</summary>
    internal Dictionary<string, string> Given { get; }

    internal IReadOnlyList<FormField> Fields { get; }

    internal string Title => words[EventText.Titles[Kind]];

    internal string? Confirms => EventText.Confirms.TryGetValue(Kind, out var text) ? words[text].Value : null;

    /// <summary>What is given, in words.</summary>
    internal IEnumerable<(string Label, string Value)> Facts => EventFields.Of(Kind)
        .Where(it => Given.ContainsKey(it.Name))
        .Select(it => (Label(it.Name), Options(it)?.FirstOrDefault(option => option.Value == Given[it.Name]).Label
            ?? Given[it.Name]));

    /// <returns>Null where there is no form for such an event.</returns>
    internal static async Task<EventForm?> Of(Visit visit, string kind)
    {
        if (!EventText.Titles.ContainsKey(kind)) return null;
        var assembly = await visit.Read(db => Councils.Read(db, visit.Body.Id));
        return new EventForm(kind, assembly, visit.Query, visit.Service<IStringLocalizer<CouncilWords>>());
    }

    /// <summary>As it is first shown: a further statute begins with the words of the last.</summary>
    internal FormInput Blank() => Kind == "statute-drafted" && assembly.Statutes is [.., { Text: var last }]
        ? FormInput.With(("text.name", last.Name), ("text.seat", last.Seat), ("text.members", last.Members),
            ("text.tasks", last.Tasks), ("text.noticeForm", last.NoticeForm),
            ("text.contributionKey", last.ContributionKey), ("text.wording", last.Wording),
            ("text.votes", last.Votes), ("text.majority", last.Majority ?? ""),
            ("text.consentOf", string.Join(", ", last.ConsentOf ?? [])),
            ("text.invitationDays", $"{last.InvitationDays}"), ("text.noticeMonths", $"{last.NoticeMonths}"),
            ("text.settlement", last.Settlement ?? ""),
            ("text.privateVotesAllowedBy", last.PrivateVotesAllowedBy ?? ""), ("text.director", last.Director ?? ""))
        : Kind == "levy-drafted"
            ? FormInput.With(("reserveCents", "0,00"), ("deficitCents", "0,00"))
            : FormInput.With();

    /// <summary>The event that was typed, or null where something is wrong, which then stands at its field.</summary>
    internal CouncilEvent? Read(FormInput input)
    {
        var values = new Dictionary<string, string>(Given);
        foreach (var field in Fields)
        {
            // Browsers send lines with CR LF; hashes of a text must not depend on the way by which it came.
            values[field.Name] = field.Kind == "long"
                ? input.Typed(field.Name).Replace("\r\n", "\n", StringComparison.Ordinal)
                : input.Typed(field.Name).Trim();
        }
        foreach (var name in Fields.Select(field => field.Name).Where(IsAmount))
        {
            values[name] = input.Amount(name, Label(name)).Cents.ToString(CultureInfo.InvariantCulture);
        }
        if (Confirms is not null) EntryForm.Confirmed(input, words["Bitte bestätigen Sie das zuerst."]);
        var (happened, findings) = EventFields.Read(Kind, values);
        foreach (var finding in findings)
        {
            // The message begins with the field's name, which people know by another word.
            var message = finding.Why.Message[(finding.Field.Length + 2)..];
            input.Refuse(Place(finding.Field), $"{Label(finding.Field)}: {message}");
        }
        return input.IsRefused ? null : happened;
    }

    /// <summary>Says why the law does not let an event happen, at the field that it is about.</summary>
    internal void Refuse(FormInput input, Rejection why)
    {
        if (why.Code == "council.day" && Fields.Select(it => it.Name).FirstOrDefault(it =>
            why.Message.StartsWith($"{it}:", StringComparison.Ordinal)) is { } day)
        {
            input.Refuse(Place(day), $"{Label(day)}{why.Message[day.Length..]}");
            return;
        }
        var named = why.Code == "council.text"
            ? Fields.Where(it => EventText.Of(Kind, it.Name).Label is var label
                && why.Message.StartsWith($"{label}:", StringComparison.Ordinal)).Select(it => it.Name)
            : EventText.FieldsOf(why.Code);
        input.Refuse(why, named.Select(Place).FirstOrDefault(place => place.Length > 0) ?? "");
    }

    /// <summary>The page that a recorded event belongs to.</summary>
    internal string Back(Visit visit)
    {
        var (sitting, member) = (Said("sitting"), Said("member"));
        var path = Kind switch
        {
            "sitting-called" => "sittings",
            "association-formed" or "ground-gone" or "office-held" or "declaration-made" => "association",
            "statute-drafted" => "statutes",
            "levy-drafted" or "key-counted" => "levies",
            _ when Said("levy") is { } levy && sitting is null => $"levies/{levy}",
            _ when sitting is not null => Kind != "item-placed" && Said("item") is { } item
                ? $"sittings/{sitting}/items/{item}"
                : $"sittings/{sitting}",
            _ when Said("version") is { } version => $"statutes/{version}",
            _ when member is not null => $"members/{member}",
            _ when Said("resolution") is { } no => $"resolutions/{no}",
            _ => "members",
        };
        return $"{visit.Home}/council/{path}";

        string? Said(string name) => Given.TryGetValue(name, out var value) ? Uri.EscapeDataString(value) : null;
    }

    /// <summary>Integer cents, which people type as euros.</summary>
    static bool IsAmount(string name) => name.EndsWith(Cents, StringComparison.Ordinal);

    string Place(string name) => Fields.Any(it => it.Name == name) ? name : "";

    string Label(string name) => words[EventText.Of(Kind, name).Label];

    /// <summary>Numbers that the records go on with.</summary>
    IEnumerable<(string Name, int Number)> Numbers() => Kind switch
    {
        "sitting-called" => [("sitting", assembly.Sittings.Count + 1)],
        "statute-drafted" => [("version", assembly.Statutes.Count + 1)],
        "levy-drafted" => [("levy", assembly.Levies.All.Count + 1)],
        "item-placed" when Sitting() is { } sitting => [("item", sitting.Items.Count + 1)],
        _ => [],
    };

    Sitting? Sitting() => int.TryParse(Given.GetValueOrDefault("sitting"), out var no) ? assembly.Sitting(no) : null;

    /// <summary>Whether a field is asked for by the kind of motion that is placed.</summary>
    bool Concerns(string name)
    {
        if (Kind != "item-placed" || !Codes.TryParse(Given.GetValueOrDefault("kind", ""), out MotionKind motion))
        {
            return true;
        }
        return name switch
        {
            "statute" => motion is MotionKind.Statute or MotionKind.Tasks or MotionKind.Merger,
            "levy" => motion == MotionKind.Budget,
            "merger" or "interim.head" or "interim.chair" => motion == MotionKind.Merger,
            _ => motion == MotionKind.Election || !name.StartsWith("candidate.", StringComparison.Ordinal),
        };
    }

    FormField Shown(EventField field)
    {
        var (label, hint) = EventText.Of(Kind, field.Name);
        var kind = IsAmount(field.Name) ? "amount"
            : field.Type == typeof(DateOnly) ? "day"
            : EventText.IsLong(field.Name) ? "long" : "text";
        // What a motion is about asks for them.
        var isOptional = field.IsOptional && !EventText.IsDuty(field.Name) && !(Given.ContainsKey("kind")
            && (field.Name == "statute" || field.Name.StartsWith("candidate.", StringComparison.Ordinal)
                && field.Name is not ("candidate.member" or "candidate.proposedBy") || field.Name == "merger"));
        return new FormField(
            field.Name, words[label], hint is null ? null : words[hint].Value, kind, Options(field), isOptional);
    }

    List<(string Value, string Label)>? Options(EventField field)
    {
        var options = Choices(field)?.ToList();
        if (options is not null && field.Type != typeof(bool)) options.Insert(0, ("", words["bitte wählen"]));
        return options;
    }

    IEnumerable<(string Value, string Label)>? Choices(EventField field) => field.Name switch
    {
        _ when field.Type == typeof(bool) => field.Name == "isPublic"
            ? [("yes", words["Ja"]), ("no", words["Nein"])]
            : [("no", words["Nein"]), ("yes", words["Ja"])],
        _ when field.Type.IsEnum =>
            field.Words.Select(code => (code, words[CouncilText.Word(field.Type, code)].Value)),
        "member" when Kind == "member-joined" => null,
        "member" or "candidate.member" => assembly.Members.Select(it => (it.Number, it.Name)),
        "resolution" => assembly.Resolutions.Where(it => it.IsPassed).Reverse()
            .Select(it => ($"{it.No}", $"{it.Citation} {it.Title}")),
        "statute" => assembly.Statutes.Where(it => it.AdoptedOn is null)
            .Select(it => ($"{it.Version}", words["Fassung {0}", it.Version].Value)),
        "levy" when Kind == "item-placed" => assembly.Levies.All.Where(it => !it.IsSet)
            .Select(it => ($"{it.No}", words["Umlage {0} für {1}", it.No, it.Year].Value)),
        "repeats" => assembly.Sittings.Where(it => it.State == SittingState.Closed)
            .Select(it => ($"{it.No}", $"{it.No} ({German.Date(it.On)})")),
        "person" when Kind == "delegate-ended" => assembly.Delegates
            .Where(it => it.Ended is null && it.Member == Given.GetValueOrDefault("member", it.Member))
            .Select(it => (it.Person, it.Person)).Distinct(),
        _ => null,
    };
}
