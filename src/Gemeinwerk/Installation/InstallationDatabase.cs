using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Installation;

/// <summary>Opens the database of an installation, of whatever age; programs that write to it open it here.</summary>
public static class InstallationDatabase
{
    const string Actor = "migration";

    /// <summary>
    /// As <see cref="Database.Open"/>; then records master data and budgets of bodies from before their changes were
    /// recorded, as they are found. What was done to them earlier stays unproven.
    /// </summary>
    public static async Task<Database> Open(string address, TimeProvider? clock = null)
    {
        var database = await Database.Open(address, clock);
        try
        {
            foreach (var body in await database.Read(MasterData.Unrecorded))
            {
                (await database.Act(Actor, async Task<Result<Nothing>> (work) =>
                {
                    await Record(work, body);
                    return default(Nothing);
                })).Expect();
            }
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
        return database;
    }

    static async Task Record(Work work, Body body)
    {
        var book = await Book.Open(work, body);
        // Another program may have come first.
        if (!(await MasterData.Unrecorded(work.Db)).Contains(body)) return;
        foreach (var register in MasterData.All.Concat(BudgetRegisters.All))
        {
            await register.RecordFound(work, book.Body.AuditLog());
        }
        await MasterData.Recorded(work, book);
    }
}
