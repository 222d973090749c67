using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger.Verification;

/// <summary>
/// Checks a stretch of the journal row by row and adds up what the derived tables must hold. Two of them run side by
/// side; nothing is allocated per row.
/// </summary>
sealed class JournalPart(Body body, Names names, long from, long to)
{
    internal const int LeavesPerBlock = 1 << MerkleFrontier.KeptEvery;
    const long MostCents = long.MaxValue / 1000;

    readonly byte[] bodyCode = Encoding.UTF8.GetBytes(body.Code);
    readonly CanonicalForm leafForm = new();
    readonly CanonicalForm contentForm = new();
    readonly byte[] hash = new byte[MerkleHash.Size];
    readonly byte[] block = new byte[LeavesPerBlock * MerkleHash.Size];
    readonly HashSet<(long, long)> periods = [];
    JournalRows rows = null!;
    int leavesInBlock;
    long nextNo;

    internal PassReports Reports { get; } = new();
    internal Turnover Turnover { get; } = new();
    internal Dictionary<long, long> Items { get; } = [];
    internal Dictionary<long, (long Cost, long Depreciation)> Assets { get; } = [];

    /// <summary>Roots over each 256 stored leaf hashes, in order.</summary>
    internal List<byte[]> Blocks { get; } = [];

    /// <summary>The leaf hashes after the last full block.</summary>
    internal IEnumerable<byte[]> Rest => Enumerable.Range(0, leavesInBlock).Select(i => Leaf(i).ToArray());

    internal IReadOnlySet<(long Year, long Period)> Periods => periods;

    /// <param name="onStep">Gets how many entries the step had.</param>
    internal async Task Scan(Session db, Action<long> onStep)
    {
        rows = new JournalRows(db, body.Id)
        {
            OnOrphan = posting => Reports.Numbering.Fail("ledger_posting",
                $"({posting.EntryNo}, {posting.LineNo})", $"Buchung {posting.EntryNo}", null),
            OnStep = no =>
            {
                onStep(no);
                return ValueTask.CompletedTask;
            },
        };
        nextNo = from;
        await rows.Scan(from, to, Check);
        for (; nextNo <= to; nextNo++) Missing(nextNo);
    }

    void Check(long no, Row row, ReadOnlySpan<PostingRow> postings)
    {
        for (; nextNo < no; nextNo++) Missing(nextNo);
        nextNo = no + 1;

        var kind = row.Utf8();
        var (year, period, bookedOn, effectiveOn) = (row.Number(), row.Number(), row.Number(), row.Number());
        var document = row.Utf8();
        var text = row.Utf8();
        var postedBy = row.Utf8();
        var postedAt = row.Number();
        var isExternal = row.TryUtf8(out var external);
        var reverses = row.NumberOrNull();
        var storedLeaf = row.Blob();
        var storedContent = row.Blob();

        CheckFields(no, kind, year, period, bookedOn, effectiveOn, reverses);
        periods.Add((year, period));
        var isKnown = CheckPostings(no, year, period, bookedOn, postings);

        leafForm.Start(bodyCode);
        leafForm.Number(no);
        contentForm.Start(bodyCode);
        foreach (var form in (ReadOnlySpan<CanonicalForm>)[leafForm, contentForm])
        {
            if (form == contentForm && !isExternal && storedContent.IsEmpty) break;
            form.Text(kind);
            form.Number(year);
            form.Number(period);
            form.Number(bookedOn);
            form.Number(effectiveOn);
            form.Text(document);
            form.Text(text);
            if (form == leafForm)
            {
                form.Text(postedBy);
                form.Number(postedAt);
            }
            if (isExternal) form.Text(external);
            else form.Absent();
            form.Number(reverses ?? 0);
            form.Number(postings.Length);
            if (isKnown) WritePostings(form, postings);
        }
        CheckHashes(no, isKnown, isExternal, storedLeaf, storedContent);
    }

    void CheckHashes(
        long no, bool isKnown, bool isExternal, ReadOnlySpan<byte> storedLeaf, ReadOnlySpan<byte> storedContent)
    {
        leafForm.LeafHash(hash);
        if (!isKnown || !storedLeaf.SequenceEqual(hash))
        {
            Reports.Leaves.Fail("ledger_entry", $"{no} leaf_hash", hash.ToArray(), storedLeaf.ToArray());
        }
        if (isExternal || !storedContent.IsEmpty)
        {
            contentForm.LeafHash(hash);
            if (!isExternal || !storedContent.SequenceEqual(hash))
            {
                Reports.External.Fail("ledger_entry", $"{no} content_hash",
                    isExternal ? hash.ToArray() : null, storedContent.ToArray());
            }
        }
        AddLeaf(storedLeaf);
    }

    bool CheckPostings(long no, long year, long period, long bookedOn, ReadOnlySpan<PostingRow> postings)
    {
        var (sum, isKnown) = ((Int128)0, true);
        for (var i = 0; i < postings.Length; i++)
        {
            ref readonly var posting = ref postings[i];
            if (posting.LineNo != i + 1)
            {
                Reports.Numbering.Fail("ledger_posting", $"({no}, {posting.LineNo})", $"Zeile {i + 1}", posting.LineNo);
            }
            if (posting.BookedOn != bookedOn)
            {
                Reports.Fields.Fail(
                    "ledger_posting", $"({no}, {posting.LineNo}) booked_on", bookedOn, posting.BookedOn);
            }
            isKnown &= CheckReferences(posting);
            sum += posting.Amount;
            if (posting.Amount == 0 || posting.Amount is > MostCents or < -MostCents)
            {
                Reports.Balanced.Fail(
                    "ledger_posting", $"({no}, {posting.LineNo}) amount", "ein Betrag", posting.Amount);
                continue;
            }
            Add(posting, year, period);
        }
        if (sum != 0 || postings.Length == 0)
        {
            Reports.Balanced.Fail("ledger_entry", $"{no}", "Soll = Haben",
                postings.Length == 0 ? "keine Zeilen" : $"Differenz {sum} Cent");
        }
        return isKnown;
    }

    void Add(in PostingRow posting, long year, long period)
    {
        if (year is >= 0 and <= 9999 && period is >= 0 and <= 99)
        {
            Turnover.Add((int)year, (int)period, posting.BookedOn, posting.Account, OrZero(posting.Product),
                OrZero(posting.CostCentre), OrZero(posting.Payment), posting.Amount);
        }
        if (posting.Item != JournalRows.Absent)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(Items, posting.Item, out _) += posting.Amount;
        }
        if (posting.Asset == JournalRows.Absent) return;
        ref var asset = ref CollectionsMarshal.GetValueRefOrAddDefault(Assets, posting.Asset, out _);
        var movement = posting.Movement.IsAbsent ? [] : rows.Text(posting.Movement);
        if (movement.SequenceEqual("addition"u8) || movement.SequenceEqual("disposal"u8)
            || movement.SequenceEqual("transfer"u8))
        {
            asset.Cost += posting.Amount;
        }
        else
        {
            asset.Depreciation += posting.Amount;
        }
    }

    bool CheckReferences(in PostingRow posting)
    {
        var (no, line) = (posting.EntryNo, posting.LineNo);
        return Known(names.Accounts, posting.Account, "account_id")
            & Optional(names.Products, posting.Product, "product_id")
            & Optional(names.CostCentres, posting.CostCentre, "cost_centre_id")
            & Optional(names.Accounts, posting.Payment, "payment_account_id")
            & Optional(names.Parties, posting.Party, "party_id")
            & Optional(names.Items, posting.Item, "item_id")
            & Optional(names.Assets, posting.Asset, "asset_id");

        bool Optional(Dictionary<long, byte[]> known, long id, string column) =>
            id == JournalRows.Absent || Known(known, id, column);

        bool Known(Dictionary<long, byte[]> known, long id, string column)
        {
            if (known.ContainsKey(id)) return true;
            Reports.References.Fail("ledger_posting", $"({no}, {line}) {column}", "ein vorhandener Satz", id);
            return false;
        }
    }

    void CheckFields(
        long no, ReadOnlySpan<byte> kind, long year, long period, long bookedOn, long effectiveOn, long? reverses)
    {
        if (!IsDay(bookedOn) || !IsDay(effectiveOn))
        {
            Reports.Fields.Fail("ledger_entry", $"{no} booked_on, effective_on", "Tage", $"{bookedOn}, {effectiveOn}");
            return;
        }
        if (bookedOn / 10_000 != year)
        {
            Reports.Fields.Fail("ledger_entry", $"{no} fiscal_year", bookedOn / 10_000, year);
        }
        var month = bookedOn / 100 % 100;
        var isFixed = kind.SequenceEqual("opening"u8) ? period == FiscalYears.Opening
            : kind.SequenceEqual("adjustment"u8) ? period == FiscalYears.Adjustments
            : kind.SequenceEqual("closing"u8) ? period == FiscalYears.ClosingOfAccounts
            : kind.SequenceEqual("regular"u8) ? period == month
            : period == month || period is FiscalYears.Opening or FiscalYears.Adjustments
                or FiscalYears.ClosingOfAccounts;
        if (!isFixed) Reports.Fields.Fail("ledger_entry", $"{no} period", month, period);
        if (kind.SequenceEqual("reversal"u8) != reverses is not null)
        {
            Reports.Fields.Fail("ledger_entry", $"{no} reverses_no", "nur bei Storno", reverses);
        }
    }

    void WritePostings(CanonicalForm form, ReadOnlySpan<PostingRow> postings)
    {
        foreach (ref readonly var posting in postings)
        {
            form.Text(names.Accounts[posting.Account]);
            form.Number(posting.Amount);
            Name(form, names.Products, posting.Product);
            Name(form, names.CostCentres, posting.CostCentre);
            Name(form, names.Accounts, posting.Payment);
            Name(form, names.Parties, posting.Party);
            Name(form, names.Items, posting.Item);
            Name(form, names.Assets, posting.Asset);
            Optional(form, posting.Movement);
            Optional(form, posting.Text);
        }
    }

    static void Name(CanonicalForm form, Dictionary<long, byte[]> known, long id)
    {
        if (id == JournalRows.Absent) form.Absent();
        else form.Text(known[id]);
    }

    void Optional(CanonicalForm form, TextPlace place)
    {
        if (place.IsAbsent) form.Absent();
        else form.Text(rows.Text(place));
    }

    void Missing(long no)
    {
        Reports.Numbering.Fail("ledger_entry", $"{no}", "eine Buchung", null);
        AddLeaf([]);
    }

    void AddLeaf(ReadOnlySpan<byte> stored)
    {
        var leaf = Leaf(leavesInBlock++);
        leaf.Clear();
        stored[..Math.Min(stored.Length, leaf.Length)].CopyTo(leaf);
        if (leavesInBlock < LeavesPerBlock) return;
        Span<byte> input = stackalloc byte[1 + 2 * MerkleHash.Size];
        input[0] = 1;
        for (var count = LeavesPerBlock / 2; count >= 1; count /= 2)
        {
            for (var i = 0; i < count; i++)
            {
                block.AsSpan(2 * i * MerkleHash.Size, 2 * MerkleHash.Size).CopyTo(input[1..]);
                SHA256.HashData(input, Leaf(i));
            }
        }
        Blocks.Add(Leaf(0).ToArray());
        leavesInBlock = 0;
    }

    Span<byte> Leaf(int index) => block.AsSpan(index * MerkleHash.Size, MerkleHash.Size);

    static long OrZero(long id) => id == JournalRows.Absent ? 0 : id;

    static bool IsDay(long number) => number is >= 1_00_01 and <= 9999_12_31 && number / 100 % 100 is >= 1 and <= 12
        && number % 100 >= 1
        && number % 100 <= DateTime.DaysInMonth((int)(number / 10_000), (int)(number / 100 % 100));
}

/// <summary>The reports of the passes that read the journal row by row.</summary>
sealed class PassReports
{
    internal PassReport Numbering { get; } = new("ledger.numbering", "Buchungen und Zeilen lückenlos nummeriert");
    internal PassReport Balanced { get; } = new("ledger.balanced", "Soll gleich Haben in jeder Buchung");
    internal PassReport References { get; } = new("ledger.references", "Alles, was Zeilen nennen, ist vorhanden");
    internal PassReport Fields { get; } = new("ledger.fields", "Jahr und Periode folgen aus dem Buchungstag");
    internal PassReport Leaves { get; } = new("ledger.leaves", "Hashwert jeder Buchung");
    internal PassReport External { get; } = new("ledger.external", "Inhalt zu jedem Fremdschlüssel");

    internal PassReport[] All => [Numbering, Balanced, References, Fields, Leaves, External];
}
