using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger.Inventories;
using Gemeinwerk.Nkf;

namespace Gemeinwerk.Merger;

/// <summary>Writes a merger's certificate, docs/formats.md section 5. The order of all lines is fixed by their
/// content.</summary>
sealed partial class CertificateText
{
    /// <summary>Of the certificates that are written now.</summary>
    internal const int Version = 3;

    readonly MergerPlan plan;
    readonly IReadOnlyList<JournalMoments> moments;
    readonly StringBuilder text = new();

    CertificateText(MergerPlan plan, IReadOnlyList<JournalMoments> moments) =>
        (this.plan, this.moments) = (plan, moments);

    internal static string Of(MergerPlan plan, IReadOnlyList<JournalMoments> moments,
        IReadOnlyList<BudgetMoments> budgets, bool isDryRun)
    {
        var certificate = new CertificateText(plan, moments);
        certificate.WriteHead(isDryRun);
        certificate.WriteBudgets(budgets);
        certificate.WriteMapping();
        var balances = CertifiedBalances.Of(plan);
        certificate.WriteBalances(balances);
        certificate.WriteEliminations();
        var items = certificate.WriteItems();
        var assets = certificate.WriteAssets();
        var budget = certificate.WriteBudget();
        certificate.WriteCommitments();
        certificate.WriteCounts(balances, items, assets, budget, certificate.WriteCoverGroups());
        certificate.WriteStatement(balances);
        certificate.WriteInventories();
        return certificate.text.ToString();
    }

    /// <summary>Lines of <c>[certificate]</c>.</summary>
    internal static IEnumerable<IEnumerable<string?>> Head(MergerCase merger, bool isDryRun, int version = Version) =>
    [
        ["format", $"gemeinwerk-certificate/{version}"],
        ["merger", merger.Code],
        ["mode", isDryRun ? "DRY RUN" : "EXECUTED"],
        ["form", $"{merger.Form}"],
        ["effective", Day.Iso(merger.EffectiveOn)],
        ["target", merger.Target.Code],
        .. merger.Sources.Select(source => (IEnumerable<string?>)["source", source.Code]),
    ];

    void WriteHead(bool isDryRun)
    {
        Section("certificate", "Fusion zweier oder mehrerer Körperschaften; Beträge in Cent, Soll positiv.");
        if (isDryRun) Comment("PROBELAUF: nichts hiervon ist gebucht.");
        foreach (var line in Head(plan.Merger, isDryRun)) Line(line);

        Section("checkpoints", "Länge und Merkle-Wurzel der Journale: Körperschaft, vorher, nachher oder versiegelt.");
        foreach (var at in moments)
        {
            Checkpoint(at.Body, "before", at.Before);
            Checkpoint(at.Body, "after", at.After);
            if (at.Body != plan.Merger.Target) Checkpoint(at.Body, "sealed", at.Done);
        }
    }

    void Checkpoint(Body body, string moment, LogState state) =>
        Line(body.Code, moment, Number(state.Size), Convert.ToBase64String(state.Root));

    void WriteBudgets(IReadOnlyList<BudgetMoments> budgets)
    {
        Section("budgets", "Zeilen und Merkle-Wurzel der Haushalte: Körperschaft, vorher oder nachher.");
        foreach (var line in budgets.SelectMany(Fields)) Line(line);
    }

    /// <summary>Lines of <c>[budgets]</c>.</summary>
    internal static IEnumerable<IEnumerable<string?>> Fields(BudgetMoments at) =>
    [
        [at.Body.Code, "before", Number(at.Before.Log.Size), Convert.ToBase64String(at.Before.Log.Root)],
        [at.Body.Code, "after", Number(at.After.Log.Size), Convert.ToBase64String(at.After.Log.Root)],
    ];

    void WriteMapping()
    {
        Section("mapping", "Art, Quelle, Nummer dort, Nummer im Ziel.");
        foreach (var source in plan.Sources)
        {
            var used = UsedNumbers.Of(source, plan.Budget);
            foreach (var (kind, number) in used)
            {
                Line(kind.Code(), source.Book.Body.Code, number,
                    plan.Resolved.Find(kind, source.Book.Body.Code, number)!.Target);
            }
            foreach (var item in source.Items.Where(item => !item.IsEliminated))
            {
                Line(MappingKind.Item.Code(), source.Book.Body.Code, item.From.Item.Number, item.TargetNumber);
            }
            foreach (var asset in source.Assets)
            {
                Line(MappingKind.Asset.Code(), source.Book.Body.Code, asset.Asset.Number, asset.TargetNumber);
            }
            foreach (var line in Positions(source.Book.Body, plan.Budget.Moves.Keys(source.Book.Body))) Line(line);
        }
    }

    /// <summary>Lines of <c>[mapping]</c> for the positions of a source's budget.</summary>
    internal static IEnumerable<IEnumerable<string?>> Positions(
        Body source, IEnumerable<(BudgetKey From, BudgetKey To)> keys) =>
        keys.Select(key => (key.From.Position, To: key.To.Position)).Distinct()
            .OrderBy(it => it.Position, StringComparer.Ordinal)
            .Select(it => (IEnumerable<string?>)["position", source.Code, it.Position, it.To]);

    void WriteBalances(List<CertifiedBalance> balances)
    {
        Section("balances",
            $"Konto, Produkt, Kostenstelle, {string.Join(", ", plan.Merger.Sources.Select(s => s.Code))}, Ziel vorher, "
            + "Eliminierung, Ziel nachher.");
        foreach (var line in balances) Line(Fields(line));
    }

    internal static IEnumerable<string?> Fields(CertifiedBalance line) =>
        [line.At.Account, line.At.Product, line.At.CostCentre, .. line.Sources.Select(Cents),
            Cents(line.Before), Cents(line.Eliminated), Cents(line.After)];

    void WriteEliminations()
    {
        Section("eliminations", "Grund, Körperschaft mit Forderung oder Anteil, Nummer, die andere, Nummer, Betrag.");
        foreach (var it in plan.Eliminations)
        {
            Line(it.Reason.Code(), it.Debit.Body.Code, it.Debit.Number, it.Credit.Body.Code, it.Credit.Number,
                Cents(it.Amount));
        }
        foreach (var note in plan.Notes) Comment(note.Why.Message);
    }

    int WriteItems()
    {
        Section("items",
            "Offene Posten: Quelle, Nummer, Konto, Partner, Entstehung, Fälligkeit, Mahnstufe, offen, Verbleib, "
            + "dann Nummer, Konto und Partner im Ziel.");
        foreach (var source in plan.Sources)
        {
            foreach (var item in source.Items) Item(source.Book, item);
        }
        foreach (var item in plan.EliminatedOfTarget) Item(plan.Target, item);
        return plan.Sources.Sum(source => source.Items.Count) + plan.EliminatedOfTarget.Count;
    }

    void Item(BookSnapshot book, ItemMove move)
    {
        var item = move.From.Item;
        Line(book.Body.Code, item.Number, book.Accounts[item.Account].Number, book.Parties[item.Party].Number,
            Day.Iso(item.OriginatedOn), Day.Iso(item.DueOn), Number(item.DunningLevel), Cents(item.Open),
            move.IsEliminated ? "eliminated" : "moved", move.TargetNumber,
            move.IsEliminated ? null : move.TargetAccount, move.TargetParty);
    }

    int WriteAssets()
    {
        Section("assets",
            "Anlagen: Quelle, Nummer, Konto, Inbetriebnahme, Nutzungsdauer in Monaten, Anschaffungskosten, "
            + "Abschreibung, Verbleib, dann Nummer und Konto im Ziel.");
        foreach (var source in plan.Sources)
        {
            foreach (var move in source.Assets)
            {
                var asset = move.Asset;
                Line(source.Book.Body.Code, asset.Number, source.Book.Accounts[asset.Account].Number,
                    Day.Iso(asset.InServiceOn), Number(asset.UsefulLifeMonths), Cents(asset.Cost),
                    Cents(asset.Depreciation), "moved", move.TargetNumber, move.To.Account);
            }
        }
        return plan.Sources.Sum(source => source.Assets.Count);
    }

    int WriteBudget()
    {
        Section("budget", "Ansätze, Ermächtigungen, Mittelbindungen: Jahr, Produkt, Position, "
            + $"{string.Join(", ", plan.Merger.Sources.Select(s => s.Code))}, Ziel vorher, Ziel nachher.");
        var lines = CertifiedBudget.Of(plan);
        foreach (var line in lines) Line(Fields(line));
        return lines.Count;
    }

    void WriteCommitments()
    {
        Section("commitments", "Mittelbindungen: Quelle, Nummer, Jahr, Produkt, Position, offen, Nummer im Ziel.");
        foreach (var line in plan.Budget.Commitments.Select(Fields)) Line(line);
    }

    /// <summary>A line of <c>[commitments]</c>.</summary>
    internal static IEnumerable<string?> Fields(CommitmentMove move) =>
        [move.Source.Code, move.From.Number, Number(move.From.Year), move.From.Key.Product, move.From.Key.Position,
            Cents(move.From.Open), move.To.Number];

    internal static IEnumerable<string?> Fields(CertifiedBudget line) =>
        [.. Moved(line), Cents(line.Before), Cents(line.After)];

    /// <summary>A line of <c>[budget]</c> up to the amounts of the sources.</summary>
    internal static IEnumerable<string?> Moved(CertifiedBudget line) =>
        [line.What, Number(line.Year), line.Key.Product, line.Key.Position, .. line.Sources.Select(Cents)];

    int WriteCoverGroups()
    {
        Section("cover-groups", "Deckungskreise: Quelle, Jahr, Kürzel, Kürzel im Ziel, Zeilen.");
        var lines = CoverGroups(plan.Budget.Covers).ToList();
        foreach (var line in lines) Line(line);
        return lines.Count;
    }

    /// <summary>Lines of <c>[cover-groups]</c>.</summary>
    internal static IEnumerable<IEnumerable<string?>> CoverGroups(IReadOnlyList<CoverMove> moves) =>
        moves.CountBy(move => (move.Source.Code, move.From.Year, move.From.Code, To: move.To.Code))
            .OrderBy(group => group.Key.Year).ThenBy(group => group.Key.Item3, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Item1, StringComparer.Ordinal)
            .Select(group => (IEnumerable<string?>)[group.Key.Item1, Number(group.Key.Year), group.Key.Item3,
                group.Key.To, Number(group.Value)]);

    void WriteCounts(List<CertifiedBalance> balances, int items, int assets, int budget, int coverGroups)
    {
        var eliminated = plan.Sources.SelectMany(source => source.Items).Count(item => item.IsEliminated)
            + plan.EliminatedOfTarget.Count;
        Section("counts", "Anzahlen, und die Summe der Sollsalden.");
        var moved = (plan.Budget.Commitments.Count, coverGroups);
        foreach (var line in Counts(balances, items, eliminated, assets, budget, moved)
            .Concat(CertifiedInventory.Counts(plan.Inventory?.Moves))
            .Concat(CertifiedUses.Counts(plan.Inventory?.Uses?.Recorded))) Line(line);
    }

    /// <summary>Lines of <c>[counts]</c>.</summary>
    /// <param name="moved">Null in certificates of version 2, which do not count them.</param>
    internal static IEnumerable<IEnumerable<string?>> Counts(
        List<CertifiedBalance> balances, int items, int eliminated, int assets, int budget,
        (int Commitments, int CoverGroups)? moved) =>
    [
        ["items", Number(items)],
        ["items moved", Number(items - eliminated)],
        ["items eliminated", Number(eliminated)],
        ["assets", Number(assets)],
        ["budget lines", Number(budget)],
        .. moved is { } it
            ? [["commitments", Number(it.Commitments)], ["cover groups", Number(it.CoverGroups)]]
            : (IEnumerable<IEnumerable<string?>>)[],
        ["balances", Number(balances.Count)],
        ["sum of debit balances", Cents(balances.Where(line => line.After.Cents > 0)
            .Aggregate(Money.Zero, (sum, line) => sum + line.After))],
    ];

    void WriteStatement(List<CertifiedBalance> balances)
    {
        Section("lines", "Bilanzzeile jedes Kontos mit Vorzeichen, und welche Zeilen welche Summe ergeben.");
        foreach (var line in Lines(plan.Target.Body.Framework, [.. plan.Target.Accounts.Values], balances)) Line(line);
        Section("statement", "Bilanzzeilen: Nummer, Bezeichnung, Quellen, Ziel vorher, Eliminierung, Ziel nachher.");
        foreach (var line in CertifiedStatement.Of(
            plan.Target.Body.Framework, plan.Target.Accounts.Values, plan.Sources.Count, balances))
        {
            Line(Fields(line));
        }
    }

    /// <summary>Lines of <c>[lines]</c>.</summary>
    internal static IEnumerable<IEnumerable<string?>> Lines(
        Framework framework, IReadOnlyCollection<Account> accounts, List<CertifiedBalance> balances)
    {
        foreach (var number in balances.Select(balance => balance.At.Account).Distinct())
        {
            var (line, sign) = CertifiedStatement.LineOf(framework, accounts, number);
            yield return ["account", number, line, Number(sign)];
        }
        foreach (var (sum, part, sign) in CertifiedStatement.Parts(framework))
        {
            yield return ["sum", sum, part, Number(sign)];
        }
    }

    internal static IEnumerable<string?> Fields(CertifiedStatementLine line) =>
        [line.Number, line.Name, .. line.Sources.Select(Cents), Cents(line.Before), Cents(line.Eliminated),
            Cents(line.After)];

    void WriteInventories()
    {
        if (plan.Inventory is not { } inventory) return;
        var before = inventory.Sources.Append(inventory.Target).ToDictionary(side => side.Body, side => side.Items);
        Section("inventories", "Stücke und Merkle-Wurzel der Bestände: Körperschaft, vorher oder nachher.");
        foreach (var line in CertifiedInventory.Moments(plan.Merger, body => before[body], inventory.After)) Line(line);
        Section("inventory", "Bestand: Quelle, Schlüssel, Art, Name, Verbleib, Schlüssel im Ziel, neuer Name (bei VLAN "
            + "neue VLAN-ID), Grund.");
        foreach (var line in CertifiedInventory.Moves(inventory.Moves)) Line(line);
        WriteUses(inventory.Uses?.Recorded);
    }

    void WriteUses(RecordedUses? uses)
    {
        if (uses is null) return;
        Section("use-moments", "Nutzungen und Merkle-Wurzel darüber: Körperschaft, vorher oder nachher.");
        foreach (var line in CertifiedUses.Moments(plan.Merger, uses)) Line(line);
        Section("uses", "Nutzungen vorher: Körperschaft, Schlüssel, Stück, Mitglied, ab, bis vor, Zähler, Nenner, "
            + "Verbleib, Gewicht des Stücks am gemeinsamen.");
        foreach (var line in CertifiedUses.Moves(uses)) Line(line);
        Section("new-uses", "Neue Nutzungen im Ziel: Schlüssel, Stück, Mitglied, ab, bis vor, Zähler, Nenner.");
        foreach (var line in CertifiedUses.Added(uses)) Line(line);
    }

    void Section(string name, string comment)
    {
        text.Append(CultureInfo.InvariantCulture, $"[{name}]\n");
        Comment(comment);
    }

    void Comment(string comment) => text.Append("# ").Append(comment.ReplaceLineEndings(" ")).Append('\n');

    void Line(params IEnumerable<string?> fields) => text.Append(Join(fields)).Append('\n');

    /// <summary>One line of a section, without its end.</summary>
    internal static string Join(IEnumerable<string?> fields) => string.Join('|', fields.Select(Field));

    /// <summary>The fields of a line again.</summary>
    internal static string?[] Split(string line) => [.. line.Split('|').Select(field => field == "-" ? null
        : Escape().Replace(field, match => match.Value[1] switch
        {
            'p' => "|",
            't' => "\t",
            'n' => "\n",
            'r' => "\r",
            var it => $"{it}",
        }))];

    [GeneratedRegex(@"\\.")]
    private static partial Regex Escape();

    internal static string Field(string? field) => field switch
    {
        null => "-",
        "-" => "\\-",
        _ => field.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\p", StringComparison.Ordinal)
            .Replace("\t", "\\t", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal),
    };

    internal static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    static string Cents(Money money) => Number(money.Cents);
}
