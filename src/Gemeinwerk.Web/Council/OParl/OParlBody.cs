using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Web.Council.OParl;

/// <summary>
/// The objects of one body, made of its public records alone: the assembly and its members as organizations, delegates
/// as persons with memberships, sittings as meetings, resolutions as papers.
/// </summary>
/// <param name="origin">Scheme, host and port under which the application is found.</param>
/// <param name="zone">Of the times at which sittings begin.</param>
sealed class OParlBody(Body body, PublicRecords records, string origin, TimeZoneInfo zone)
{
    const string Assembly = "assembly";

    /// <summary>The lists of a body: how they are called in its object, and what one thing of them is called.</summary>
    internal static readonly IReadOnlyList<(string List, string Kind)> Lists =
    [
        ("organization", "organization"), ("person", "person"), ("meeting", "meeting"), ("paper", "paper"),
        ("agendaItem", "agendaitem"), ("consultation", "consultation"), ("file", "file"),
        ("membership", "membership"), ("locationList", "location"), ("legislativeTermList", "legislativeterm"),
    ];

    string Home => $"{origin}{OParlAnswer.Root}/body/{body.Code}";

    string Web => $"{origin}/public/{body.Code}";

    internal OParlObject Itself() => OParlObject.Of(Home, "Body", records.AtOf(null),
    [
        ("system", $"{origin}{OParlAnswer.Root}/system"), ("shortName", body.Code), ("name", body.Name),
        ("classification", records.LegalForm), ("mainOrganization", Id("organization", Assembly)),
        .. Lists.Select(it => (it.List, (JsonNode?)ListOf(it.Kind))),
        ("legislativeTerm", new JsonArray()), ("web", Web),
    ]);

    internal string ListOf(string kind) => $"{Home}/{kind}s";

    /// <summary>All objects of a kind in the order in which they came, deleted ones too.</summary>
    internal IEnumerable<OParlObject> All(string kind) => kind switch
    {
        "organization" => records.Members.OrderBy(it => it.Number, StringComparer.Ordinal).Select(Organization)
            .Prepend(Whole()),
        "person" => records.Seats.Select(it => it.PersonNo).Distinct().Select(Person),
        "membership" => records.Seats.Select(Membership),
        "meeting" => records.Sittings.Select(Meeting),
        "agendaitem" => records.Sittings.SelectMany(sitting => sitting.Items.Select(it => AgendaItem(sitting, it))),
        "paper" => records.Resolutions.Select(Paper),
        "consultation" => records.Resolutions.Select(Consultation),
        "file" => records.Resolutions.Select(File),
        "location" => records.Sittings.Select(Location),
        _ => [],
    };

    /// <returns>Null where there is none.</returns>
    internal OParlObject? Find(string kind, string key) =>
        All(kind).FirstOrDefault(it => (string?)it.Json["id"] == Id(kind, key));

    string Id(string kind, object key) => $"{Home}/{kind}/{key}";

    OParlObject Whole() => OParlObject.Of(Id("organization", Assembly), "Organization", records.AtOf(null),
    [
        ("body", Home), ("name", "Verbandsversammlung"), ("organizationType", "Gremium"),
        ("classification", "Verbandsversammlung"),
        ("membership", Links(records.Seats.Select(it => Id("membership", it.No)))),
        ("meeting", ListOf("meeting")), ("consultation", ListOf("consultation")),
        ("startDate", records.Members.Count > 0 ? Day.Iso(records.Members.Min(it => it.Since)) : null), ("web", Web),
    ]);

    OParlObject Organization(Member it) => OParlObject.Of(Id("organization", $"member-{it.Number}"), "Organization",
        records.AtOf(it),
        [
            ("body", Home), ("name", it.Name), ("organizationType", "Sonstiges"),
            ("classification", "Verbandsmitglied"), ("membership", new JsonArray()),
            ("startDate", Day.Iso(it.Since)), ("endDate", it.Until is { } end ? Day.Iso(end.AddDays(-1)) : null),
        ]);

    OParlObject Person(int no)
    {
        var seats = records.Seats.Where(it => it.PersonNo == no).ToList();
        var at = new Moments(seats.Min(it => it.At.Created), seats.Max(it => it.At.Modified));
        return OParlObject.Of(Id("person", no), "Person", at,
        [
            ("body", Home), ("name", seats[0].Person),
            ("membership", new JsonArray([.. seats.Select(it => Membership(it).Json)])),
        ]);
    }

    OParlObject Membership(PublicSeat it) => OParlObject.Of(Id("membership", it.No), "Membership", it.At,
    [
        ("person", Id("person", it.PersonNo)), ("organization", Id("organization", Assembly)),
        ("role", it.IsSubstitute ? "Stellvertretung" : "Vertretung"), ("votingRight", !it.IsSubstitute),
        ("startDate", Day.Iso(it.From)), ("endDate", it.Until is { } until ? Day.Iso(until) : null),
        ("onBehalfOf", Id("organization", $"member-{it.Member.Number}")),
    ]);

    OParlObject Meeting(PublicSitting it) => OParlObject.Of(Id("meeting", it.No), "Meeting", it.At,
        it.State == SittingState.Cancelled ? null :
        [
            ("name", $"Sitzung {it.No} der Verbandsversammlung"), ("meetingState", it.State switch
            {
                SittingState.Called => "eingeladen",
                _ => "durchgeführt",
            }),
            ("cancelled", false), ("start", OParlObject.Text(Start(it))), ("location", Location(it).Json),
            ("organization", Links([Id("organization", Assembly)])),
            ("agendaItem", new JsonArray([.. it.Items.Where(item => !item.IsWithdrawn)
                .Select(item => AgendaItem(it, item).Json)])),
            ("web", $"{Web}/sittings/{it.No}"),
        ]);

    OParlObject Location(PublicSitting it) => OParlObject.Of(Id("location", it.No), "Location", it.At,
        it.State == SittingState.Cancelled ? null
            : [("description", it.Place), ("meetings", Links([Id("meeting", it.No)]))]);

    OParlObject AgendaItem(PublicSitting sitting, PublicItem it) => OParlObject.Of(
        Id("agendaitem", $"{it.Sitting}-{it.No}"), "AgendaItem", it.At,
        it.IsWithdrawn || sitting.State == SittingState.Cancelled ? null :
        [
            ("meeting", Id("meeting", it.Sitting)), ("number", $"{it.No}"), ("order", it.No), ("name", it.Title),
            ("public", true), ("consultation", it.Resolution is { } made ? Id("consultation", made.No) : null),
            ("result", it.Resolution is { } done ? CouncilText.Word(done.Tally.IsPassed) : null),
            ("resolutionText", it.Resolution is { Tally.IsPassed: true } passed ? passed.Motion : null),
        ]);

    OParlObject Paper(PublicResolution it) => OParlObject.Of(Id("paper", it.No), "Paper", it.At,
    [
        ("body", Home), ("name", it.Title), ("reference", it.Citation), ("date", Day.Iso(it.On)),
        ("paperType", "Beschluss"), ("mainFile", File(it).Json),
        ("originatorOrganization", Links([Id("organization", Assembly)])),
        ("consultation", new JsonArray(Consultation(it).Json)), ("web", $"{Web}/resolutions/{it.No}"),
    ]);

    OParlObject Consultation(PublicResolution it) => OParlObject.Of(Id("consultation", it.No), "Consultation", it.At,
    [
        ("paper", Id("paper", it.No)), ("agendaItem", Id("agendaitem", $"{it.Sitting}-{it.Item}")),
        ("meeting", Id("meeting", it.Sitting)), ("organization", Links([Id("organization", Assembly)])),
        ("authoritative", true), ("role", "Entscheidung"),
    ]);

    OParlObject File(PublicResolution it)
    {
        var content = Content(it);
        return OParlObject.Of(Id("file", it.No), "File", it.At,
        [
            ("name", $"Beschluss {it.Citation}: {it.Title}"), ("fileName", NameOf(it)), ("mimeType", "text/plain"),
            ("date", Day.Iso(it.On)), ("size", content.Length),
            ("sha512Checksum", Convert.ToHexStringLower(SHA512.HashData(content))),
            ("accessUrl", $"{Id("file", it.No)}/text"), ("paper", Links([Id("paper", it.No)])),
        ]);
    }

    internal static string NameOf(PublicResolution it) => $"Beschluss-{it.No}-{it.On.Year}.txt";

    /// <summary>The text of a resolution as a file, UTF-8.</summary>
    internal static byte[] Content(PublicResolution it) => Encoding.UTF8.GetBytes(
        $"Beschluss {it.Citation} vom {German.Date(it.On)}\n{it.Title}\n\n{it.Motion}\n\n"
        + $"{(it.Tally.IsPassed ? "Angenommen" : "Abgelehnt")}: {German.Count(it.Tally.Votes.Yes)} Ja, "
        + $"{German.Count(it.Tally.Votes.No)} Nein, {German.Count(it.Tally.Votes.Abstain)} Enthaltung. "
        + $"Nötig: {it.Tally.Rule}.\n");

    DateTimeOffset Start(PublicSitting it)
    {
        var time = TimeOnly.TryParseExact(it.Time, "HH:mm", out var known) ? known : TimeOnly.MinValue;
        var start = it.On.ToDateTime(time);
        return new DateTimeOffset(start, zone.GetUtcOffset(start));
    }

    static JsonArray Links(IEnumerable<string> ids) => new([.. ids.Select(id => (JsonNode?)id)]);
}
