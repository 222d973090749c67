using Gemeinwerk.Audit;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Tests.Web;

/// <summary>What stands where others may read it: messages of the program, change logs, tables about people.</summary>
static class Written
{
    internal static async Task<List<string>> By(Browser browser, Database database, params AuditLog[] further)
    {
        var texts = new List<string> { browser.Log.ToString() };
        foreach (var log in (AuditLog[])[AuditLog.Installation, .. further])
        {
            texts.AddRange((await database.Read(db => AuditTrail.Newest(db, log, 1000)))
                .ConvertAll(it => $"{it.Actor} {it.Kind} {it.Subject} {it.Content}"));
        }
        texts.AddRange(await database.Read(db => db.All($"""
            select sign_in_name || ' ' || display_name || ' ' || coalesce(password_hash, '') || ' '
              || coalesce(totp_secret, '') from identity_person
            union all select device || ' ' || network from identity_session
            union all select place from identity_attempt
            union all select name || ' ' || transports from identity_passkey
            union all select issuer || ' ' || subject from identity_login
            union all select name || ' ' || created_by from identity_token
            union all select kind || ' ' || subject || ' ' || content from identity_approval
            """, row => row.Text())));
        return texts;
    }

    /// <summary>The keys of sessions that a browser has.</summary>
    internal static List<string> SessionsOf(Browser browser)
    {
        var sessions = browser.Cookies.Where(value => value.Length == 64).ToList();
        Assert.NotEmpty(sessions);
        return sessions;
    }

    internal static void Hides(List<string> texts, params IEnumerable<string> secrets)
    {
        foreach (var secret in secrets)
        {
            Assert.True(secret.Length >= 12, secret);
            Assert.DoesNotContain(texts, text => text.Contains(secret, StringComparison.OrdinalIgnoreCase));
        }
    }
}
