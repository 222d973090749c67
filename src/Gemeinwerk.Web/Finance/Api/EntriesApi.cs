using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Finance.Api;

/// <summary>The journal (Zeitbuch): read, posted to, reversed; never changed.</summary>
static class EntriesApi
{
    const int MostLines = 500;

    /// <summary>The kinds that programs post; the others follow from acts of the ledger.</summary>
    static readonly IReadOnlyList<EntryKind> kinds = [.. PostingForm.Kinds, EntryKind.Opening];

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("").WithTags("Journal");
        routes.MapGet("/entries", List).Lists<ApiJournalLine>("listEntries",
            "The journal by booking day. A search for a text looks through a bounded number of entries, so a part may "
            + "be empty and still have a next one.");
        routes.MapPost("/entries", Post).Creates<NewEntry, ApiPosted>("postEntry",
            "Posts a balanced entry. The key is kept as long as the books: it is the entry's external id unless "
            + "that is given.", BodyRoles.Post);
        routes.MapPost("/entries/preview", Preview).Previews<NewEntry, ApiPreview>("previewEntry",
            "What an entry would come to and take from the budget; nothing is posted.", BodyRoles.Post);
        routes.MapGet("/entries/{no:long}", Get).Reads<ApiEntry>("getEntry",
            "One entry with its inclusion proof and the first 500 of its lines.");
        routes.MapGet("/entries/{no:long}/lines", Lines).Lists<ApiEntryLine>("listEntryLines",
            "The lines of one entry, in order.");
        routes.MapGet("/entries/{no:long}/proof", Proof).ReadsFile("getEntryProof",
            "The inclusion proof as a file for gemeinwerk-proof.", "text/plain");
        routes.MapPost("/entries/{no:long}/reversal", Reverse).Creates<NewReversal, ApiPosted>("reverseEntry",
            "Reverses an entry (Storno): posts its mirror image.", BodyRoles.Post);
    }

    static async Task<IResult> List(
        Visit visit, IsoDay? from, IsoDay? to, string? account, string? order, string? q, string? after, int? limit)
    {
        if (order is not (null or "newest" or "oldest"))
        {
            return Problems.Of(new Rejection("api.parameter", "„order“ ist newest oder oldest."));
        }
        var found = account is null ? null
            : (await visit.Read(db => Accounts.All(db, visit.Body.Id))).Find(it => it.Number == account);
        if (account is not null && found is null) return Problems.Of(Problems.NotFound);
        var filter = new JournalFilter(from?.Day, to?.Day, found, q ?? "");
        return await Lists.Sliced(visit, new(after, limit),
            async Task<Result<(IReadOnlyList<ApiJournalLine>, string?)>> (db, place, most) =>
        {
            var part = await JournalList.Read(db, visit.Body.Id, filter, place, most, order != "oldest");
            return ([.. part.Lines.Select(it => new ApiJournalLine(it.EntryNo, it.BookedOn, it.Document, it.Text,
                it.Kind, it.ReversesNo, it.Amount.Cents, it.PostedBy))], part.Next);
        });
    }

    static Task<IResult> Get(Visit visit, long no) => Answers.Read(visit, async Task<Result<ApiEntry>> (db) =>
    {
        if (await Entries.Find(db, visit.Body, no) is not { } entry) return Problems.NotFound;
        if (!(await ProofOf(db, visit.Body, entry)).Ok(out var proof, out var damaged)) return damaged;
        var lines = await EntryLines.Read(db, visit.Body.Id, no, 0, MostLines);
        var draft = entry.Draft;
        return new ApiEntry(no, draft.Kind, draft.BookedOn, draft.EffectiveOn, draft.Document, draft.Text,
            draft.ExternalId, draft.Reverses, await Entries.ReversalOf(db, visit.Body.Id, no), entry.PostedBy,
            entry.PostedAt, draft.Postings.Count, [.. lines.Select(ApiEntryLine.Of)], proof);
    });

    static Task<IResult> Lines(Visit visit, long no, string? after, int? limit) => Lists.Sliced(
        visit, new(after, limit), async Task<Result<(IReadOnlyList<ApiEntryLine>, string?)>> (db, place, most) =>
        {
            _ = long.TryParse(place, out var last);
            var lines = await EntryLines.Read(db, visit.Body.Id, no, last, most);
            if (lines.Count == 0 && last == 0) return Problems.NotFound;
            return ([.. lines.Select(ApiEntryLine.Of)], lines.Count == most ? $"{lines[^1].LineNo}" : null);
        });

    static async Task<IResult> Proof(Visit visit, long no)
    {
        var proof = await visit.Read(async Task<Result<ApiProof>> (db) =>
            await Entries.Find(db, visit.Body, no) is { } entry
                ? await ProofOf(db, visit.Body, entry)
                : Problems.NotFound);
        return proof.Ok(out var it, out var why)
            ? Answers.Text(MerkleProof.InclusionFile(no - 1, it.TreeSize, Convert.FromBase64String(it.Leaf),
                [.. it.Path.Select(Convert.FromBase64String)]), $"{visit.Body.Code}-{no}.proof")
            : Problems.Of(why);
    }

    /// <summary>In the log as the last checkpoint has it, where that covers the entry; else as it is now.</summary>
    static async Task<Result<ApiProof>> ProofOf(Session db, Body body, Entry entry)
    {
        var checkpoint = await EntryPage.CheckpointOver(db, body, entry.No);
        var size = checkpoint?.Checkpoint.Size ?? await Checkpoints.Length(db, body);
        return (await MerkleLog.Inclusion(db, body.Id, entry.No - 1, size)).Ok(out var path, out var why)
            ? new ApiProof(entry.No - 1, size, Convert.ToBase64String(entry.LeafHash),
                [.. path.Select(Convert.ToBase64String)], checkpoint?.Note)
            : why;
    }

    static Task<IResult> Post(Visit visit)
    {
        var findings = new List<Finding>();
        return Acts.Create(visit, async Task<Result<Made<ApiPosted>>> (NewEntry sent, Work work, Book book) =>
        {
            // The table of answers is one guard; the journal itself is the one that its hashes cover.
            var key = $"api:{visit.Token().Name}:{Acts.Key(visit.Http).Expect()}";
            if (!(await Draft(work.Db, book.Body, sent, findings)).Ok(out var draft, out var why)) return why;
            if (draft.ExternalId is null) draft = draft with { ExternalId = key[..Math.Min(200, key.Length)] };
            return (await BudgetControl.Post(work, book, draft, sent.Commitment)).Ok(out var done, out why)
                ? Posted(visit, done)
                : why;
        }, findings);
    }

    static async Task<IResult> Preview(Visit visit)
    {
        if (!(await Sent.Json<NewEntry>(visit.Http)).Ok(out var sent, out var why)) return Problems.Of(why);
        var findings = new List<Finding>();
        var read = await visit.Read(db => Draft(db, visit.Body, sent, findings));
        if (!read.Ok(out var draft, out why)) return Problems.Of(why, findings.Count > 0 ? findings : null);
        var preview = await PostingBudget.Preview.Of(visit, draft);
        return Answers.Of(new ApiPreview(preview.Debit.Cents, preview.Credit.Cents,
            (preview.Debit - preview.Credit).Cents, [.. preview.Wishes.Select(ApiWish.Of)]));
    }

    static Task<IResult> Reverse(Visit visit, long no) => Acts.Create(visit, async Task<Result<Made<ApiPosted>>> (
        NewReversal sent, Work work, Book book) =>
        (await Journal.Reverse(work, book, no, sent.BookedOn, sent.Document, sent.Text)).Ok(out var it, out var why)
            ? Posted(visit, new PostedWithBudget(it, []))
            : why.Code == "ledger.entry-unknown" ? Problems.NotFound : why);

    internal static Made<ApiPosted> Posted(Visit visit, PostedWithBudget done) => new(
        new(done.Posted.EntryNo, [.. done.Warnings.Select(why => ProblemPart.Of(new Finding(0, "", why)))]),
        $"{visit.Api()}/entries/{done.Posted.EntryNo}");

    static async Task<Result<EntryDraft>> Draft(Session db, Body body, NewEntry sent, List<Finding> findings)
    {
        var names = new PostingNames(db, body.Id, findings);
        if (!kinds.Contains(sent.Kind))
        {
            return new Rejection("ledger.entry-kind",
                $"Buchungen der Art „{sent.Kind.Code()}“ entstehen nur von selbst.");
        }
        var postings = await names.Postings("lines", sent.Lines);
        return names.Refused is { } why ? why : new EntryDraft(sent.BookedOn, sent.EffectiveOn ?? sent.BookedOn,
            sent.Document, sent.Text, postings, sent.Kind, sent.ExternalId);
    }
}
