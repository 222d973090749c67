using System.Security.Cryptography;
using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Identity;

namespace Gemeinwerk.Cli.Demo;

/// <summary>
/// Sample people, one for each part that people play, and as many as a payment needs. Everybody at the console learns
/// their password and the secret of their second factor; so they are made only in a database that a demo has just
/// created itself, in which there is nobody yet, and both are new each time.
/// </summary>
static class DemoPeople
{
    const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    // A payment goes through the hands of six of them.
    internal const string Certifier = "fachdienst", Treasurer = "kaemmerei", Accountant = "buchhaltung",
        Proposing = "kasse";

    /// <summary>Who releases what <see cref="Proposing"/> proposed.</summary>
    internal static readonly IReadOnlyList<string> Releasing = ["zahlung", "freigabe"];

    /// <param name="Does">What the person may do, in a few words.</param>
    /// <param name="Bodies">Where; empty for the whole installation.</param>
    internal sealed record Sample(
        string SignInName, string Name, string Does, IReadOnlyList<Role> Roles, IReadOnlyList<string> Bodies)
    {
        /// <summary>Where a member's person works, certifying invoices; null for those of the associations.</summary>
        internal string? Employer { get; init; }
    }

    /// <summary>What one needs to sign in as any of them.</summary>
    internal sealed record SignIn(string Password, string Secret);

    static readonly string[] associations =
        [AssociationModels.Umbrella, AssociationModels.Citkomm, AssociationModels.Kdz, AssociationModels.RehearsalCode];

    internal static readonly IReadOnlyList<Sample> All =
    [
        new(Certifier, "Finn Falke", "erfasst Rechnungen und stellt sie fest", [Role.Certify], associations),
        new(Treasurer, "Karla Kranz", "ordnet an, schließt ab, verwaltet Rollen",
            [Role.Order, Role.Close, Role.Administer], associations),
        new(Accountant, "Ben Brandt", "bucht", [Role.Post], associations),
        new(Proposing, "Kim Kleist", "zahlt: schlägt Zahlungen vor, gibt frei", [Role.Pay], associations),
        new(Releasing[0], "Zoe Zander", "zahlt, wie kasse", [Role.Pay], associations),
        new(Releasing[1], "Fred Frey", "zahlt, wie kasse", [Role.Pay], associations),
        new("abschluss", "Anna Albers", "schließt Monate, Jahre und Fusionen ab", [Role.Close], associations),
        new("pruefung", "Paul Pohl", "liest alles, schreibt nichts", [Role.Audit],
            [.. associations, "iserlohn", "siegen"]),
        new("sitzung", "Sina Sommer", "führt die Akten der Verbandsversammlung", [Role.Clerk], associations),
        new("betrieb", "Rosa Reuter", "führt den Bestand des Rechenzentrums", [Role.Operate], associations),
        new("verwaltung", "Vera Vogt", "verwaltet die Installation", [Role.Administer], []),
        new("mitglied", "Mia Menke", "arbeitet in Iserlohn, sieht, was dieses Mitglied betrifft", [Role.Member],
            [AssociationModels.Citkomm, AssociationModels.Umbrella]) { Employer = "iserlohn" },
    ];

    /// <summary>Creates them all, with a password and a second factor.</summary>
    internal static async Task<SignIn> Create(Database database, string actor, SignIns signIns)
    {
        Invariant.Holds((await database.Read(People.All)).Count == 0);
        var code = RandomNumberGenerator.GetString(Letters, 12);
        var signIn = new SignIn($"demo-{code[..4]}-{code[4..8]}-{code[8..]}", Totp.NewSecret());
        var (hash, secret) = (SignIns.Hash(signIn.Password), signIns.Protect(signIn.Secret));
        (await database.Act(actor, async Task<Result<Nothing>> (work) =>
        {
            foreach (var sample in All)
            {
                var added = await People.Add(work, sample.SignInName, sample.Name);
                if (!added.Ok(out var person, out var why)) return why;
                await People.SetPassword(work, person, hash);
                await People.SetTotp(work, person, secret);
                if (await Grant(work, sample) is { } refused) return refused;
            }
            return default(Nothing);
        })).Expect();
        return signIn;
    }

    static async Task<Rejection?> Grant(Work work, Sample sample)
    {
        var logs = new List<AuditLog>();
        foreach (var code in sample.Bodies) logs.Add((await Bodies.Find(work.Db, code)).Expect().AuditLog());
        if (logs.Count == 0) logs.Add(AuditLog.Installation);
        var today = DateOnly.FromDateTime(work.Now.UtcDateTime);
        var given = logs.SelectMany(log => sample.Roles.Select(role => (Log: log, Role: role))).ToList();
        if (sample.Employer is { } employer)
        {
            given.Add(((await Bodies.Find(work.Db, employer)).Expect().AuditLog(), Role.Certify));
        }
        foreach (var (log, role) in given)
        {
            var change = new RoleChange(true, sample.SignInName, role, today, null, null);
            if ((await Grants.Apply(work, log, change, work.Actor)).Rejection is { } why) return why;
        }
        return null;
    }
}
