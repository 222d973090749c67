using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Audit;

public sealed class AuditTrailTests : IDisposable
{
    static readonly AuditLog log = new(7, "hemer");

    readonly string keys = Directory.CreateTempSubdirectory("gemeinwerk-keys-").FullName;

    public void Dispose() => Directory.Delete(keys, recursive: true);

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task Every_record_is_proven_to_stand_in_the_signed_log(Engine engine)
    {
        await using var database = await Databases.Fresh(engine);
        await Append(database, log, 300);
        await Append(database, AuditLog.Installation, 1);
        var key = log.Key(keys).Expect();
        var signed = (await database.Database.Act("test", work => AuditTrail.Sign(work, log, key))).Expect();
        Assert.Equal("gemeinwerk/hemer/protocol", signed.Checkpoint.Origin);
        Assert.Equal(300, signed.Checkpoint.Size);
        Assert.True(SignedNote.Parse(signed.Note).Expect().IsSignedBy(key.Verifier));
        foreach (var no in (long[])[1, 2, 255, 256, 257, 300])
        {
            var proven = (await database.Database.Read(db => AuditTrail.Find(db, log, no))).Expect();
            Assert.True(proven.Holds);
            Assert.Equal(signed.Checkpoint, proven.Tree);
            Assert.Equal($"Nr. {no}", proven.Record["what"]);
            Assert.False(MerkleProof.IsIncluded(no % 300, 300, proven.Leaf, proven.Path, proven.Tree.Root));
        }
        Assert.Equal("audit.record-unknown",
            (await database.Database.Read(db => AuditTrail.Find(db, log, 301))).Rejection?.Code);
        Assert.All(await Verify(database), report => Assert.Equal(Verdict.Pass, report.Verdict));
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task The_database_itself_refuses_changes(Engine engine)
    {
        await using var database = await Databases.Fresh(engine);
        await Append(database, log, 2);
        string[] changes =
        [
            "update audit_record set actor = 'x' where record_no = 1",
            "delete from audit_record where record_no = 2",
            "update audit_log set record_count = 1",
            "delete from audit_log",
            "insert into audit_record select body_id, record_no, recorded_at, 'x', kind, subject, content, "
                + "leaf_hash from audit_record where record_no = 1",
        ];
        foreach (var change in changes)
        {
            var error = await Assert.ThrowsAnyAsync<Exception>(() => Script(database, change));
            Assert.Contains("audit.immutable", error.Message, StringComparison.Ordinal);
        }
        Assert.Equal(2, await database.Database.Read(db => AuditTrail.Length(db, log)));
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task Verify_finds_what_was_changed_behind_the_locks(Engine engine)
    {
        string[] changes =
        [
            "update audit_record set actor = 'x' where record_no = 3",
            "update audit_record set content = '{}' where record_no = 3",
            "update audit_record set recorded_at = recorded_at + 1 where record_no = 3",
            "delete from audit_record where record_no = 3",
            "delete from audit_record where record_no = 260",
            "update audit_record set leaf_hash = (select leaf_hash from audit_record where record_no = 1) "
                + "where record_no = 3",
            "delete from audit_node",
            "update audit_log set record_count = 261",
        ];
        foreach (var change in changes)
        {
            await using var database = await Databases.Fresh(engine);
            await Append(database, log, 260);
            await Script(database, engine == Engine.Sqlite
                ? "drop trigger audit_record_update; drop trigger audit_record_delete; drop trigger audit_log_update"
                : "alter table audit_record disable trigger user; alter table audit_log disable trigger user");
            await Script(database, change);
            Assert.Contains(await Verify(database), report => report.Verdict == Verdict.Fail);
        }
    }

    static async Task Append(FreshDatabase database, AuditLog log, int count) =>
        (await database.Database.Act("erika", async Task<Result<Nothing>> (work) =>
        {
            for (var no = 1; no <= count; no++)
            {
                Assert.Equal(no, await AuditTrail.Append(work, log, "test.done", "Ding", ("what", $"Nr. {no}")));
            }
            return default(Nothing);
        })).Expect();

    static async Task Script(FreshDatabase database, string sql) =>
        (await database.Database.Act("test", async Task<Result<Nothing>> (work) =>
        {
            await work.Db.Script(sql);
            return default(Nothing);
        })).Expect();

    Task<PassReport[]> Verify(FreshDatabase database) => database.Database.Read(async db =>
    {
        var records = new PassReport(AuditVerification.RecordsName, AuditVerification.RecordsTitle);
        await AuditVerification.Records(db, log, records);
        var checkpoints = new PassReport(AuditVerification.CheckpointsName, AuditVerification.CheckpointsTitle);
        await AuditVerification.Checkpoints(db, log, log.KnownVerifier(keys), checkpoints);
        return new[] { records, checkpoints };
    });
}
