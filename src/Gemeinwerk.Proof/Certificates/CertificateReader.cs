using System.Text;
using Gemeinwerk.Proof.Exports;
using Gemeinwerk.Proof.Holdings;
using Gemeinwerk.Proof.Notes;

namespace Gemeinwerk.Proof.Certificates;

/// <summary>
/// Reads the text of a certificate: the sections in their order, each line by the rule of its section.
/// </summary>
sealed class CertificateReader
{
    const int LongestLine = 64 * 1024, MostSources = 500;

    static readonly string[] all =
    [
        "certificate", "checkpoints", "budgets", "mapping", "balances", "eliminations", "items", "assets", "budget",
        "commitments", "cover-groups", "counts", "lines", "statement", .. InventorySections.Names,
        .. UseSections.Names,
    ];

    static readonly string[] mapped = ["account", "product", "cost-centre", "party", "item", "asset"];

    static readonly string[] ofVersion2 =
        [.. all.Except(BudgetSections.SinceVersion3).Except(InventorySections.Names).Except(UseSections.Names)];

    readonly Certificate certificate;
    readonly Point form;
    readonly FieldReader fields;
    readonly BudgetSections budgets;
    readonly InventorySections inventories;
    readonly UseSections uses;
    readonly HashSet<string> headers = [];
    int section = -1;
    bool skipping;

    CertificateReader(string file, Point form)
    {
        (certificate, this.form) = (new Certificate(file), form);
        fields = new FieldReader(file, form);
        budgets = new BudgetSections(certificate, form, fields);
        inventories = new InventorySections(certificate, form, fields);
        uses = new UseSections(certificate, form, fields);
    }

    string[] Sections => certificate.Version == 2 ? ofVersion2 : all;

    public static Certificate Read(string file, ReadOnlySpan<byte> text, Point form)
    {
        var reader = new CertificateReader(file, form);
        var number = 0;
        while (text.Length > 0)
        {
            var at = text.IndexOf((byte)'\n');
            var line = at < 0 ? text : text[..at];
            text = at < 0 ? [] : text[(at + 1)..];
            number++;
            if (line.Length <= LongestLine) reader.Take(number, Encoding.UTF8.GetString(line));
            else form.Fail(file, number, "die Zeile ist länger als 64 KB.");
        }
        reader.Finish();
        return reader.certificate;
    }

    void Take(int number, string line)
    {
        if (line.Length == 0 || line[0] == '#') return;
        if (line[0] == '[')
        {
            Enter(number, line);
            return;
        }
        if (skipping) return;
        if (section < 0)
        {
            form.Fail(certificate.File, number, "vor der ersten Zeile muss ein Abschnitt „[certificate]“ stehen.");
            return;
        }
        fields.Take(number, line);
        TakeFields(Sections[section]);
    }

    void Enter(int number, string line)
    {
        var at = Array.FindIndex(Sections, name => line == $"[{name}]");
        if (at < 0)
            form.Fail(certificate.File, number, $"unbekannter Abschnitt „{line}“.");
        else if (!certificate.SectionLines.TryAdd(Sections[at], number))
            form.Fail(certificate.File, number, $"der Abschnitt {line} steht doppelt.");
        else if (at != section + 1)
            form.Fail(certificate.File, number, $"der Abschnitt {line} steht nicht an seinem Platz.");
        // The columns of later sections depend on earlier ones, so nothing is read out of its order.
        skipping = at <= section;
        if (skipping) return;
        if (section <= 0 && at > 0) CheckHeader();
        section = at;
    }

    void TakeFields(string name)
    {
        switch (name)
        {
            case "certificate": TakeHeader(); break;
            case "checkpoints": TakeCheckpoint(); break;
            case "budgets" or "budget" or "commitments" or "cover-groups": budgets.Take(name); break;
            case "mapping": TakeMapping(); break;
            case "balances": TakeBalance(); break;
            case "eliminations": TakeElimination(); break;
            case "items": TakeHolding(HoldingShape.Items, certificate.Items); break;
            case "assets": TakeHolding(HoldingShape.Assets, certificate.Assets); break;
            case "counts": TakeCount(); break;
            case "lines": TakeLine(); break;
            case "inventories" or "inventory": inventories.Take(name); break;
            case "use-moments" or "uses" or "new-uses": uses.Take(name); break;
            default: TakeStatement(); break;
        }
    }

    void TakeHeader()
    {
        var key = fields.Text("Schlüssel");
        switch (key)
        {
            case "format":
                var format = fields.OneOf(key, "gemeinwerk-certificate/3", "gemeinwerk-certificate/2");
                certificate.Version = format.EndsWith('2') ? 2 : 3;
                break;
            case "merger": certificate.Merger = fields.Text(key); break;
            case "mode": certificate.Mode = fields.OneOf(key, "EXECUTED", "DRY RUN"); break;
            case "form":
                certificate.Form = fields.OneOf(key, "Zusammenschluss", "Eingliederung");
                certificate.FormLine = fields.Line;
                break;
            case "effective":
                certificate.EffectiveDay = fields.Day(key);
                certificate.Effective = Days.Text(certificate.EffectiveDay);
                certificate.EffectiveLine = fields.Line;
                break;
            case "target" or "source": TakeBody(key); break;
            default: fields.Fail($"unbekannte Angabe „{key}“."); break;
        }
        if (fields.Done("certificate") && !headers.Add(key) && key != "source") fields.Fail($"„{key}“ steht doppelt.");
    }

    void TakeBody(string key)
    {
        var body = fields.Text(key);
        if (certificate.Bodies.Contains(body)) fields.Fail($"die Körperschaft „{body}“ steht doppelt.");
        if (key == "target") certificate.Target = body;
        else if (certificate.Sources.Count == MostSources) fields.Fail($"es sind mehr als {MostSources} Quellen.");
        else certificate.Sources.Add(body);
    }

    void CheckHeader()
    {
        foreach (var key in (string[])["format", "merger", "mode", "form", "effective", "target", "source"])
            if (!headers.Contains(key))
                form.Fail(certificate.File, certificate.LineOf("certificate"), $"die Angabe „{key}“ fehlt.");
        foreach (var body in certificate.Bodies) certificate.Moments.TryAdd(body, new Moments(body));
    }

    void TakeCheckpoint()
    {
        var body = fields.Body(certificate, "Körperschaft");
        var moment = fields.OneOf("Zeitpunkt", "before", "after", "sealed");
        var size = fields.Number("Größe");
        if (size < 0) fields.Fail("die Größe ist negativ.");
        var root = Base64Text.Decode(fields.Text("Wurzel"), Merkle.HashSize);
        if (root is null) fields.Fail("die Wurzel ist kein Base64 von 32 Bytes.");
        if (!fields.Done("checkpoints") || !certificate.Moments.TryGetValue(body, out var moments)) return;
        if (moments[moment] is { } taken)
            fields.Fail($"der Checkpoint „{body} {moment}“ steht doppelt ({certificate.File}, Zeile {taken.Line}).");
        else if (moment == "before") moments.Before = new Moment(fields.Line, size, root!);
        else if (moment == "after") moments.After = new Moment(fields.Line, size, root!);
        else if (body == certificate.Target) fields.Fail("das Ziel wird nicht versiegelt.");
        else moments.Sealed = new Moment(fields.Line, size, root!);
    }

    void TakeMapping()
    {
        var kind = fields.OneOf("Art", [.. mapped, .. certificate.Version == 2 ? [] : (string[])["position"]]);
        var line = new Mapping(fields.Line, kind, fields.Body(certificate, "Körperschaft"), fields.Text("Nummer"),
            fields.Text("Zielnummer"));
        if (line.Body == certificate.Target) fields.Fail("das Ziel wird nicht auf sich selbst abgebildet.");
        if (fields.Done("mapping")) certificate.Mappings.Add(line);
    }

    void TakeBalance()
    {
        var at = new Assignment(fields.Text("Konto"), fields.Optional("Produkt"), fields.Optional("Kostenstelle"));
        var line = new CertifiedBalance(fields.Line, at, fields.Numbers("Betrag", certificate.Sources.Count),
            fields.Number("Ziel vorher"), fields.Number("Eliminierung"), fields.Number("Ziel nachher"));
        if (fields.Done("balances")) certificate.Balances.Add(line);
    }

    void TakeElimination()
    {
        var line = new Elimination(fields.Line, fields.OneOf("Grund", Elimination.Claim, Elimination.Shareholding),
            fields.Body(certificate, "Körperschaft A"), fields.Text("Nummer A"),
            fields.Body(certificate, "Körperschaft B"), fields.Text("Nummer B"),
            fields.Number("Betrag"));
        if (line.Amount <= 0) fields.Fail("der Betrag einer Eliminierung muss positiv sein.");
        if (fields.Done("eliminations")) certificate.Eliminations.Add(line);
    }

    void TakeHolding(HoldingShape shape, List<CertifiedHolding> to)
    {
        var body = fields.Body(certificate, "Körperschaft");
        var source = new Holding(fields.Line, fields.Text("Nummer"), fields.Text("Konto"),
            shape.HasParty ? fields.Text("Partner") : "", shape.ReadValues(fields));
        var fate = fields.OneOf("Verbleib", shape.Fates);
        var number = fields.Optional("Zielnummer");
        var account = fields.Optional("Zielkonto");
        var party = shape.HasParty ? fields.Optional("Zielpartner") : "";
        Holding? target = null;
        if (fate == "moved" && number is not null && account is not null && party is not null)
            target = source with { Number = number, Account = account, Party = party };
        else if (fate == "moved" || number is not null || account is not null || !string.IsNullOrEmpty(party))
            fields.Fail("die Zielfelder sind genau dann „-“, wenn der Posten eliminiert ist.");
        if (body == certificate.Target && fate == "moved") fields.Fail("vom Ziel stehen hier nur eliminierte Posten.");
        if (fields.Done(shape.Section)) to.Add(new CertifiedHolding(fields.Line, body, source, target));
    }

    void TakeLine()
    {
        var kind = fields.OneOf("Art", "account", "sum");
        var (first, second) = (fields.Text("Nummer"), fields.Optional("Zeile"));
        var sign = fields.OneOf("Vorzeichen", "1", "-1") == "1" ? 1 : -1;
        if (kind == "sum" && second is null) fields.Fail("eine Summe braucht eine Zeile.");
        if (!fields.Done("lines")) return;
        if (kind == "account") certificate.AccountLines.Add(new AccountLine(fields.Line, first, second, sign));
        else certificate.SumParts.Add(new SumPart(fields.Line, first, second!, sign));
    }

    void TakeCount()
    {
        var line = new Tally(fields.Line, fields.Text("Name"), fields.Number("Zahl"));
        if (fields.Done("counts")) certificate.Counts.Add(line);
    }

    void TakeStatement()
    {
        var line = new StatementLine(fields.Line, fields.Text("Nummer"), fields.Text("Bezeichnung"),
            fields.Numbers("Betrag", certificate.Sources.Count), fields.Number("Ziel vorher"),
            fields.Number("Eliminierung"), fields.Number("Ziel nachher"));
        if (fields.Done("statement")) certificate.Statement.Add(line);
    }

    void Finish()
    {
        foreach (var name in Sections.Except(InventorySections.Names).Except(UseSections.Names)
            .Where(name => !certificate.SectionLines.ContainsKey(name)))
            form.Fail(certificate.File, 0, $"der Abschnitt [{name}] fehlt.");
        if (section <= 0) CheckHeader();
        var line = certificate.LineOf("checkpoints");
        foreach (var moments in certificate.Moments.Values)
        {
            foreach (var name in (string[])["before", "after", "sealed"])
                if (moments[name] is null && (name != "sealed" || moments.Body != certificate.Target))
                    form.Fail(certificate.File, line, $"der Checkpoint „{moments.Body} {name}“ fehlt.");
            if (moments.Before?.Size > moments.After?.Size)
                form.Fail(certificate.File, moments.After.Line, "der Stand nachher ist kürzer als der Stand vorher.");
            if (moments.After?.Size > moments.Sealed?.Size)
                form.Fail(certificate.File, moments.Sealed.Line, "der versiegelte Stand ist kürzer als der nachher.");
        }
        budgets.Finish();
        inventories.Finish();
        uses.Finish();
        RefuseDoubles(certificate.Mappings, map => (map.Kind, map.Body, map.Source), map => map.Line,
            map => $"„{map.Source}“ der {map.Body} ist mehrfach abgebildet.");
        RefuseDoubles(certificate.Balances, balance => balance.At, balance => balance.Line,
            balance => $"{balance.At} steht doppelt.");
        RefuseDoubles(certificate.Budget, budget => budget.What, budget => budget.Line,
            budget => $"„{budget.What}“ steht doppelt.");
        RefuseDoubles(certificate.Commitments, bound => (bound.Body, bound.Number), bound => bound.Line,
            bound => $"Mittelbindung {bound.Number} der {bound.Body} steht doppelt.");
        RefuseDoubles(certificate.CoverGroups, group => (group.Body, group.Year, group.Code), group => group.Line,
            group => $"Deckungskreis {group.Year} {group.Code} der {group.Body} steht doppelt.");
        RefuseDoubles(certificate.AccountLines, each => each.Account, each => each.Line,
            each => $"Konto {each.Account} steht in mehreren Bilanzzeilen.");
        RefuseDoubles(certificate.SumParts, each => each.Part, each => each.Line,
            each => $"Bilanzzeile {each.Part} steht in mehreren Summen.");
        RefuseDoubles(certificate.Statement, each => each.Number, each => each.Line,
            each => $"Bilanzzeile {each.Number} steht doppelt.");
    }

    void RefuseDoubles<T, TKey>(IEnumerable<T> all, Func<T, TKey> key, Func<T, int> line, Func<T, string> message)
    {
        foreach (var same in all.GroupBy(key))
            foreach (var again in same.Skip(1)) form.Fail(certificate.File, line(again), message(again));
    }
}
