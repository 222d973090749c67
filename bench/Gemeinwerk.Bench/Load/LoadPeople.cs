using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Bench.Load;

/// <summary>People who post, each with a session as after a sign-in with both factors.</summary>
static class LoadPeople
{
    /// <returns>The keys of their sessions.</returns>
    internal static async Task<IReadOnlyList<string>> Add(Database database, Body body, int count) =>
        (await database.Act("bench", async Task<Result<IReadOnlyList<string>>> (work) =>
        {
            var keys = new List<string>(count);
            var today = DateOnly.FromDateTime(work.Now.UtcDateTime);
            for (var i = 0; i < count; i++)
            {
                var person = (await People.Add(work, $"user{i}", $"Person {i}")).Expect();
                var role = new RoleChange(true, person.SignInName, Role.Post, today, null, null);
                (await Grants.Apply(work, body.AuditLog(), role, "bench")).Expect();
                keys.Add(await Sessions.Start(
                    work, person.Id, Stage.Full, SessionTimes.Usual, "bench", "127.0.0.0/24"));
            }
            return keys;
        })).Expect();
}
