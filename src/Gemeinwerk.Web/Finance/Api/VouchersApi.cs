using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Finance.Api;

/// <summary>A voucher file (Belegdatei) of an entry.</summary>
/// <param name="No">From 1 in its entry.</param>
/// <param name="Name">What the file is called.</param>
/// <param name="Type">What its content says it is, a media type.</param>
/// <param name="SizeBytes">How large it is.</param>
/// <param name="Sha256">Digest of its content, hexadecimal.</param>
/// <param name="AttachedBy">Who attached it; programs have `token:` before their name.</param>
/// <param name="AttachedAt">When, UTC.</param>
/// <param name="RecordNo">The record of the change log that states the digest.</param>
public sealed record ApiVoucher(
    long No, string Name, string Type, long SizeBytes, string Sha256, string AttachedBy, DateTimeOffset AttachedAt,
    long RecordNo)
{
    internal static ApiVoucher Of(Voucher it) => new(it.No, it.Name, it.Type, it.Size,
        Convert.ToHexStringLower(it.Hash), it.AttachedBy, it.AttachedAt, it.RecordNo);
}

/// <summary>Voucher files of entries: attached and read, never changed and never taken away.</summary>
static class VouchersApi
{
    const string AnyFile = "application/octet-stream";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("").WithTags("Journal");
        routes.MapGet("/entries/{no:long}/vouchers", List).Lists<ApiVoucher>("listVouchers",
            "The voucher files (Belegdateien) of one entry, in the order in which they were attached.");
        routes.MapPost("/entries/{no:long}/vouchers", Attach).TakesFile<ApiVoucher>("attachVoucher",
            "Attaches a voucher file, which stays: PDF, PNG, JPEG, TIFF or XML invoice, up to "
            + $"{Vouchers.LargestBytes >> 20} MB, at most {Vouchers.MostOfEntry} of an entry. Its content says what "
            + "it is, so it is sent without a type of its own.",
            AttachPage.Who, StatusCodes.Status201Created, Vouchers.LargestBytes, AnyFile);
        routes.MapGet("/entries/{no:long}/vouchers/{voucher:long}", Download).ReadsFile("getVoucher",
            "A voucher file as it was attached, always to be kept and never to be shown.",
            [.. Vouchers.Types]);
    }

    static async Task<IResult> List(Visit visit, long no, string? after, int? limit)
    {
        if (no < 1 || no > await visit.Read(db => Checkpoints.Length(db, visit.Body)))
        {
            return Problems.Of(Problems.NotFound);
        }
        return await Lists.Of(visit, new(after, limit),
            async db => (await Vouchers.Of(db, visit.Body.Id, no)).Select(ApiVoucher.Of), it => $"{it.No:D19}");
    }

    static Task<IResult> Attach(Visit visit, long no, string name) => Acts.CreateOfFile(
        visit, AnyFile, async Task<Result<Made<ApiVoucher>>> (byte[] content, Work work, Book book) =>
            (await Vouchers.Attach(work, book, no, name, content)).Ok(out var it, out var why)
                ? new Made<ApiVoucher>(ApiVoucher.Of(it), $"{visit.Api()}/entries/{no}/vouchers/{it.No}")
                : why.Code == "ledger.entry-unknown" ? Problems.NotFound : why);

    static async Task<IResult> Download(Visit visit, long no, long voucher) =>
        await visit.Read(db => Vouchers.Find(db, visit.Body.Id, no, voucher)) is (var it, var content)
            ? Results.File(content, it.Type, it.Name)
            : Problems.Of(Problems.NotFound);
}
