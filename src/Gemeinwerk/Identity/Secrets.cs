using System.Security.Cryptography;
using System.Text;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Identity;

/// <summary>A random secret that is shown once; the database keeps its hash.</summary>
static class Secrets
{
    const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>256 bits, fit for an address or a cookie.</summary>
    internal static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Sixty bits in groups that people can type.</summary>
    internal static string NewCode()
    {
        var text = RandomNumberGenerator.GetString(Letters, 12);
        return $"{text[..4]}-{text[4..8]}-{text[8..]}";
    }

    /// <summary>A key that two acts at once do not both choose.</summary>
    internal static long NewId() => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)) & (1L << 52) - 1;

    // A fast hash is enough where nobody can guess the text.
    internal static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}

/// <summary>What a password must be: long, and not one of the first that anybody guesses.</summary>
public static class Passwords
{
    public const int Shortest = 12, Longest = 200;

    static readonly HashSet<string> common = [.. RoleConflict.Lines("common-passwords.txt")];

    /// <returns>Null, or <c>identity.password-short</c>, <c>identity.password-long</c>,
    /// <c>identity.password-name</c>, <c>identity.password-common</c>.</returns>
    public static Rejection? Refuse(string password, string signInName)
    {
        var plain = password.ToLowerInvariant();
        var words = new string([.. plain.Select(c => char.IsLetter(c) ? c : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return password.Length switch
        {
            < Shortest => new("identity.password-short", $"Das Kennwort hat weniger als {Shortest} Zeichen."),
            > Longest => new("identity.password-long", $"Das Kennwort hat mehr als {Longest} Zeichen."),
            _ when plain.Contains(signInName.ToLowerInvariant(), StringComparison.Ordinal) =>
                new("identity.password-name", "Das Kennwort enthält den Anmeldenamen."),
            _ when plain.Distinct().Count() < 5 || words.Length > 0 && words.All(common.Contains)
                || words.Length == 0 && plain.Distinct().Count() < 8 =>
                new("identity.password-common", "Dieses Kennwort wird als eines der ersten erraten."),
            _ => null,
        };
    }
}

/// <summary>Codes of an authenticator app, RFC 6238: SHA-1, six digits, thirty seconds.</summary>
public static class Totp
{
    const int SecondsPerStep = 30;
    const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>A new secret of 160 bits, in base 32 as apps take it.</summary>
    public static string NewSecret() => RandomNumberGenerator.GetString(Base32, 32);

    public static string Code(string secret, DateTimeOffset at) => CodeOf(secret, StepOf(at));

    /// <summary>What a picture shows to the app.</summary>
    public static string Address(string secret, string signInName) =>
        $"otpauth://totp/Gemeinwerk:{Uri.EscapeDataString(signInName)}?secret={secret}&issuer=Gemeinwerk";

    /// <summary>The step whose code this is, one earlier or later allowed; null where it is none after
    /// <paramref name="after"/>, so that no code counts twice.</summary>
    internal static long? Step(string secret, string code, DateTimeOffset now, long after)
    {
        var typed = Encoding.ASCII.GetBytes(code.Replace(" ", "", StringComparison.Ordinal));
        var current = StepOf(now);
        for (var step = Math.Max(current - 1, after + 1); step <= current + 1; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(CodeOf(secret, step)), typed))
            {
                return step;
            }
        }
        return null;
    }

    static long StepOf(DateTimeOffset at) => at.ToUnixTimeSeconds() / SecondsPerStep;

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "RFC 6238; what apps do.")]
    static string CodeOf(string secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(counter, step);
        var hash = HMACSHA1.HashData(Bytes(secret), counter);
        var at = hash[^1] & 0xF;
        var number = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(at)) & 0x7FFFFFFF;
        return (number % 1_000_000).ToString("000000", System.Globalization.CultureInfo.InvariantCulture);
    }

    static byte[] Bytes(string secret)
    {
        var bytes = new byte[secret.Length * 5 / 8];
        var (buffer, bits, at) = (0, 0, 0);
        foreach (var letter in secret)
        {
            buffer = ((buffer << 5) | Base32.IndexOf(letter, StringComparison.Ordinal)) & 0xFFFF;
            bits += 5;
            if (bits < 8) continue;
            bits -= 8;
            bytes[at++] = (byte)(buffer >> bits & 0xFF);
        }
        return bytes;
    }
}
