namespace Gemeinwerk.Web.Council;

/// <summary>How a field of an event is called in a form.</summary>
sealed record FieldText(string Label, string? Hint = null);

/// <summary>The German words of the forms in which events are recorded.</summary>
static class EventText
{
    /// <summary>The events that have a form of fields, with its heading. Attendance and ballots have their own.
    /// </summary>
    internal static readonly IReadOnlyDictionary<string, string> Titles = new Dictionary<string, string>
    {
        ["member-joined"] = "Mitglied aufnehmen",
        ["member-left"] = "Mitglied scheidet aus",
        ["member-succeeded"] = "Rechtsnachfolge eines Mitglieds",
        ["population-counted"] = "Einwohnerzahl eintragen",
        ["votes-fixed"] = "Stimmen nach der Satzung eintragen",
        ["delegate-appointed"] = "Vertretung bestellen",
        ["delegate-ended"] = "Vertretung beenden",
        ["statute-drafted"] = "Satzung entwerfen",
        ["statute-agreed"] = "Erste Satzung ist vereinbart",
        ["statute-started"] = "Satzung tritt in Kraft",
        ["sitting-called"] = "Sitzung einberufen",
        ["sitting-cancelled"] = "Sitzung absagen",
        ["item-placed"] = "Punkt auf die Tagesordnung setzen",
        ["item-withdrawn"] = "Punkt absetzen",
        ["instruction-given"] = "Weisung eines Rates eintragen",
        ["sitting-opened"] = "Sitzung eröffnen",
        ["vote-closed"] = "Abstimmung schließen",
        ["sitting-closed"] = "Sitzung schließen",
        ["approval-asked"] = "Genehmigung beantragen",
        ["approval-answered"] = "Antwort der Aufsichtsbehörde eintragen",
        ["published"] = "Bekanntmachung eintragen",
        ["association-arose"] = "Fusion ist wirksam geworden",
        ["termination-given"] = "Kündigung eintragen",
        ["settlement-made"] = "Auseinandersetzung eintragen",
        ["settlement-disputed"] = "Uneinigkeit über die Auseinandersetzung eintragen",
        ["association-formed"] = "Freiverband oder Pflichtverband eintragen",
        ["ground-gone"] = "Grund des Pflichtverbands ist weggefallen",
        ["office-held"] = "Bisherige Besetzung eines Amtes eintragen",
        ["publication-ordered"] = "Bekanntmachung anordnen",
        ["declaration-made"] = "Verpflichtende Erklärung eintragen",
    };

    /// <summary>What must be ticked before an event, because it decides something.</summary>
    internal static readonly IReadOnlyDictionary<string, string> Confirms = new Dictionary<string, string>
    {
        ["sitting-cancelled"] = "Die Sitzung findet nicht statt; sie kann danach nicht mehr eröffnet werden.",
        ["vote-closed"] = "Alle Stimmen sind abgegeben; der Beschluss steht danach fest.",
        ["ground-gone"] =
            "Der Verband besteht als Freiverband fort; jedes Mitglied kann binnen sechs Monaten ausscheiden.",
        ["sitting-closed"] = "Die Tagesordnung ist erledigt; in der Sitzung wird nichts mehr beschlossen.",
    };

    const string Duty = "Pflichtangabe nach § 9 Abs. 2; im Entwurf darf sie fehlen.";

    /// <summary>By field, or by event and field where the same name means something else.</summary>
    static readonly Dictionary<string, FieldText> fields = new()
    {
        ["member"] = new("Mitglied"),
        ["member-joined/member"] = new("Nr.",
            "Kurz und für immer, aus Kleinbuchstaben, Ziffern, Bindestrichen: hemer."),
        ["name"] = new("Name"),
        ["kind"] = new("Art"),
        ["since"] = new("Seit"),
        ["basis"] = new("Grundlage", "Wo das steht: Gründungsvertrag, Fusion, Beschluss."),
        ["termination-given/basis"] = new("Recht zur Kündigung"),
        ["resolution"] = new("Beschluss"),
        ["until"] = new("Bis", "Der letzte Tag der Amtszeit; leer, wenn sie offen ist."),
        ["member-left/until"] = new("Kein Mitglied mehr ab", "Der erste Tag ohne die Mitgliedschaft."),
        ["reason"] = new("Grund"),
        ["successor"] = new("Nr. der Nachfolge", "Ein Mitglied, oder eine neue Nummer wie bei der Aufnahme."),
        ["on"] = new("Tag"),
        ["statute-started/on"] = new("In Kraft ab"),
        ["delegate-ended/on"] = new("Kein Sitz mehr ab"),
        ["termination-given/on"] = new("Eingegangen am"),
        ["sitting-called/on"] = new("Tag der Sitzung"),
        ["count"] = new("Einwohnerzahl", "Eine ganze Zahl ohne Punkte."),
        ["source"] = new("Quelle", "Woher die Angabe ist."),
        ["votes"] = new("Stimmen"),
        ["person"] = new("Person"),
        ["isSubstitute"] = new("Nur Stellvertretung"),
        ["isAdministration"] = new("Aus der Verwaltung",
            "Hauptverwaltungsbeamter oder von ihm vorgeschlagen (§ 15 Abs. 2)."),
        ["from"] = new("Ab"),
        ["version"] = new("Fassung der Satzung"),
        ["gazette"] = new("Amtsblatt", "Wo es veröffentlicht wurde."),
        ["statute-started/gazette"] = new("Amtsblatt",
            "Nur bei der ersten, vereinbarten Satzung; sonst steht es beim Beschluss."),
        ["sitting"] = new("Sitzung"),
        ["item"] = new("Punkt"),
        ["time"] = new("Uhrzeit", "Wie 10:00."),
        ["place"] = new("Ort"),
        ["invitedOn"] = new("Eingeladen am"),
        ["repeats"] = new("Wiederholt die Sitzung", "Die nicht beschlussfähige Sitzung; die Einladung sagt es."),
        ["title"] = new("Titel"),
        ["motion"] = new("Beschlussvorschlag", "Wort für Wort, was beschlossen werden soll."),
        ["isPublic"] = new("Öffentlich"),
        ["statute"] = new("Satzung, die angenommen wird"),
        ["merger"] = new("Fusion", "Ihr Kürzel."),
        ["candidate.office"] = new("Amt"),
        ["candidate.person"] = new("Person"),
        ["candidate.member"] = new("Aus dem Mitglied"),
        ["candidate.post"] = new("Stellung der Person"),
        ["candidate.hasConsent"] = new("Dienstvorgesetzter stimmt zu",
            "Für allgemeine Vertreter und leitende Bedienstete."),
        ["interim.head"] = new("Verbandsvorsteher", "Wer die Rechte bis zur ersten Wahl hat (§ 22 Abs. 2)."),
        ["interim.chair"] = new("Vorsitz", "Wer der Versammlung bis zur ersten Wahl vorsitzt."),
        ["choice"] = new("Stimme"),
        ["chair"] = new("Vorsitz"),
        ["secret.yes"] = new("Geheim gezählt: Ja", "In Stimmen; die drei Felder bleiben bei offener Abstimmung leer."),
        ["secret.no"] = new("Geheim gezählt: Nein"),
        ["secret.abstain"] = new("Geheim gezählt: Enthaltungen"),
        ["authority"] = new("Aufsichtsbehörde"),
        ["isNotification"] = new("Nur Anzeige"),
        ["answer"] = new("Antwort"),
        ["reference"] = new("Fundstelle"),
        ["approval-answered/reference"] = new("Aktenzeichen"),
        ["isNew"] = new("Der Verband entstand dadurch"),
        ["effective"] = new("Kein Mitglied mehr ab", "Der erste Tag ohne die Mitgliedschaft."),
        ["amountCents"] = new("Betrag in Euro", "Mit Minus, wenn das frühere Mitglied zahlt."),
        ["isByAuthority"] = new("Von der Aufsichtsbehörde festgesetzt"),
        ["text.name"] = new("Name", Duty),
        ["text.seat"] = new("Sitz", Duty),
        ["text.members"] = new("Mitglieder", Duty),
        ["text.tasks"] = new("Aufgaben", Duty),
        ["text.noticeForm"] = new("Form der Bekanntmachungen", Duty),
        ["text.contributionKey"] = new("Maßstab der Beiträge", Duty),
        ["text.wording"] = new("Wortlaut", "Der ganze Text, wie er bekannt gemacht wird."),
        ["text.votes"] = new("Stimmregel", "„fest“, „je 5000“ oder „stufen 0:1 10000:2 50000:4“."),
        ["text.majority"] = new("Eigene Mehrheit", "Wenn Änderungen mehr als 2/3 brauchen: 3/4."),
        ["text.consentOf"] = new("Zustimmung von", "Nummern von Mitgliedern mit Kommas."),
        ["text.invitationDays"] = new("Ladungsfrist in Tagen"),
        ["text.noticeMonths"] = new("Kündigungsfrist in Monaten", "Leer, wenn es keine einseitige Kündigung gibt."),
        ["text.settlement"] = new("Auseinandersetzung", "Das Verfahren; ein Recht zur Kündigung braucht es."),
        ["furthers"] = new("Förderung der Aufgabe",
            "Nur bei Unternehmen und Privatpersonen: wie sie die Aufgabe fördern (§ 4)."),
        ["withDistricts"] = new("Mit Kreisen als Mitgliedern",
            "Ein Verband, dessen Mitglieder Kreise, kreisfreie Städte oder das Land sind (§ 29)."),
        ["nature"] = new("Art des Verbands"),
        ["ground-gone/on"] = new("Erklärt am"),
        ["ground-gone/reference"] = new("Aktenzeichen"),
        ["office"] = new("Amt"),
        ["office-held/basis"] = new("Grundlage", "Die Wahl, wie sie in den älteren Akten steht."),
        ["signer"] = new("Unterschrift", "Wer an diesem Tag Verbandsvorsteher ist, oder die Stellvertretung."),
        ["publication-ordered/on"] = new("Unterschrieben am"),
        ["partner"] = new("Gegenüber", "Wem die Erklärung gilt."),
        ["signers"] = new("Unterschriften", "Alle Namen mit Kommas; erwartet werden zwei (§ 16 Abs. 4)."),
        ["candidate.proposedBy"] = new("Vorgeschlagen von",
            "Bei der Geschäftsführung der Verbandsvorsteher (§ 16 Abs. 3)."),
        ["text.director"] = new("Geschäftsführung",
            "Die Regel, nach der die Versammlung eine bestellen kann; leer, wenn es keine gibt."),
        ["text.privateVotesAllowedBy"] = new("Ausnahme", "Wer private Stimmen ab der Hälfte zugelassen hat."),
    };

    internal static FieldText Of(string kind, string field) =>
        fields.TryGetValue($"{kind}/{field}", out var own) ? own : fields[field];

    /// <summary>What a statute must say (§ 9 (2)) to be adopted.</summary>
    internal static bool IsDuty(string field) => field is "text.name" or "text.seat" or "text.members" or "text.tasks"
        or "text.noticeForm" or "text.contributionKey";

    /// <summary>Fields that hold more than a line.</summary>
    internal static bool IsLong(string field) => field is "motion" or "text.wording" or "text.tasks" or "text.members"
        or "text.noticeForm" or "text.contributionKey" or "text.settlement" or "text.director";

    /// <summary>Which fields a rejection may be about, the most likely first.</summary>
    internal static IReadOnlyList<string> FieldsOf(string code) => code switch
    {
        "council.member-number" => ["member", "successor"],
        "council.member-exists" or "council.member-unknown" or "council.no-member" or "council.settlement" =>
            ["member", "candidate.member"],
        "council.population" => ["count"],
        "council.votes" => ["votes"],
        "council.delegate-exists" or "council.delegate-unknown" => ["person"],
        "council.term" => ["until", "effective"],
        "council.notice-clause" or "council.merger-termination" or "council.ground-termination" => ["basis"],
        "council.furthers" => ["furthers"],
        "council.with-districts" => ["withDistricts"],
        "council.authority" => ["authority"],
        "council.signer" => ["signer"],
        "council.signers" => ["signers"],
        "council.director-clause" => ["candidate.office"],
        "council.head-proposal" => ["candidate.proposedBy"],
        "council.settlement-authority" => ["isByAuthority"],
        "council.nature" => ["nature"],
        "council.ground" or "council.publication-ordered" => ["on"],
        "council.office-held" => ["office"],
        "council.notice-period" => ["effective"],
        "council.no-termination" or "council.succession-exit" => ["until"],
        "council.resolution-missing" or "council.resolution-rejected" or "council.resolution-unknown" => ["resolution"],
        "council.statute-missing" or "council.statute-unknown" or "council.statute-adopted"
            or "council.statute-incomplete" => ["statute", "version"],
        "council.merger-code" or "council.origin" => ["merger"],
        "council.candidate" or "council.eligible" => ["candidate.person"],
        "council.interim" => ["interim.head"],
        "council.time" => ["time"],
        "council.invitation-late" => ["invitedOn"],
        "council.repeats" => ["repeats"],
        "council.vote-rule" => ["text.votes"],
        "council.majority" => ["text.majority"],
        "council.period" => ["text.invitationDays"],
        "council.settlement-clause" => ["text.settlement"],
        "council.approval-needed" => ["isNotification"],
        "council.publication-missing" => ["gazette"],
        "council.start-too-early" or "council.before-resolution" or "council.approval-not-asked" => ["on"],
        "council.secret" => ["secret.yes"],
        _ => [],
    };
}
