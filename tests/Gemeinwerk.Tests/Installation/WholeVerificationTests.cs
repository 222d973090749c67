using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Cli;
using Gemeinwerk.Installation;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Cli;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Installation;

/// <summary>The one list of passes, which command line and browser share.</summary>
public class WholeVerificationTests
{
    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task Each_pass_has_a_name_of_its_own(Engine engine)
    {
        await using var books = await Books.On(engine);
        PassReport[] all =
        [
            .. await WholeVerification.OfDatabase(books.Database),
            .. await WholeVerification.OfBody(books.Database, books.Body),
        ];
        Assert.Equal(Verdict.Pass, PassReport.Together(all));
        Assert.Equal(all.Length, all.Select(report => report.Name).Distinct().Count());
        Assert.All(["storage.schema", "installation.records", "ledger.balances", "nkf.statements", "merger.seals",
            "audit.records"], name => Assert.Contains(all, report => report.Name == name));
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task A_lock_that_is_off_and_what_it_let_through_are_found(Engine engine)
    {
        await using var books = await Books.On(engine);
        (await books.Database.Act("test", async Task<Result<Nothing>> (work) =>
        {
            await AuditTrail.Append(work, AuditLog.Installation, "test.done", "Ding");
            await work.Db.Script(engine == Engine.Sqlite
                ? "drop trigger audit_record_update"
                : "alter table audit_record disable trigger audit_record_change");
            await work.Db.Run($"update audit_record set actor = 'niemand' where body_id = 0");
            return default(Nothing);
        })).Expect();
        var found = await WholeVerification.OfDatabase(books.Database);
        Assert.Equal(["storage.schema", "installation.records"],
            found.Where(report => report.Verdict == Verdict.Fail).Select(report => report.Name));
        Assert.Equal(Verdict.Pass,
            PassReport.Together(await WholeVerification.OfBody(books.Database, books.Body)));
    }

    [Fact]
    public async Task A_body_that_cannot_be_read_fails_the_verification()
    {
        await using var books = await Books.On(Engine.Sqlite);
        (await books.Database.Act("test", async Task<Result<Nothing>> (work) =>
        {
            await work.Db.Script("drop trigger ledger_body_fixed; pragma ignore_check_constraints = on");
            await work.Db.Run($"update ledger_body set framework = 'nkg'");
            return default(Nothing);
        })).Expect();
        Assert.Equal(Verdict.Fail, (await WholeVerification.OfDatabase(books.Database))
            .Single(report => report.Name == "installation.bodies").Verdict);
        var answer = await new CliRun(books.Address).Run("verify");
        Assert.Equal(ExitCode.Failed, answer.Code);
        Assert.Contains("„nkg“", answer.Out, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task A_log_that_cannot_be_read_leaves_its_passes_incomplete(Engine engine)
    {
        await using var books = await Books.On(engine);
        (await books.Database.Act("test", async Task<Result<Nothing>> (work) =>
        {
            await work.Db.Script("alter table audit_record rename to elsewhere");
            return default(Nothing);
        })).Expect();
        Assert.Equal(Verdict.Incomplete, (await WholeVerification.OfDatabase(books.Database))
            .Single(report => report.Name == "installation.records").Verdict);
    }
}
