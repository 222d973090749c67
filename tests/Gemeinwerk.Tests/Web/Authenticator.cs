using System.Buffers.Text;
using System.Formats.Cbor;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Gemeinwerk.Tests.Web;

/// <summary>
/// A device that makes and uses one passkey (WebAuthn, ES256), and that can be told to do it wrongly.
/// </summary>
sealed partial class Authenticator
{
    [Flags]
    enum Flag : byte { Present = 0x01, Verified = 0x04, BackupEligible = 0x08, BackedUp = 0x10, Attested = 0x40 }

    readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    internal byte[] CredentialId { get; init; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>What the site called its person.</summary>
    internal string UserHandle { get; set; } = "";

    internal uint SignCount { get; set; }

    /// <summary>Synchronised passkeys do not; they always say 0.</summary>
    internal bool Counts { get; init; } = true;

    internal bool IsVerified { get; set; } = true;

    internal bool IsBackedUp { get; init; }

    /// <summary>Where the browser believes to be.</summary>
    internal required string Origin { get; set; }

    /// <summary>For whom the key was made.</summary>
    internal string Site { get; set; } = "localhost";

    /// <summary>What the page's script would put into the form that adds a passkey.</summary>
    internal string Create(string page)
    {
        var options = Options(page);
        UserHandle = Encoding.UTF8.GetString(Base64Url.DecodeFromChars((string)options["user"]!["id"]!));
        var length = new byte[] { (byte)(CredentialId.Length >> 8), (byte)CredentialId.Length };
        var data = (byte[])[.. Data(Flag.Attested), .. new byte[16], .. length, .. CredentialId, .. PublicKey()];
        var writer = new CborWriter();
        writer.WriteStartMap(3);
        writer.WriteTextString("fmt");
        writer.WriteTextString("none");
        writer.WriteTextString("attStmt");
        writer.WriteStartMap(0);
        writer.WriteEndMap();
        writer.WriteTextString("authData");
        writer.WriteByteString(data);
        writer.WriteEndMap();
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Text(ClientData("webauthn.create", options)),
            ["attestationObject"] = Text(writer.Encode()),
            ["transports"] = new JsonArray("internal"),
        });
    }

    /// <summary>What the page's script would put into the form that signs in.</summary>
    internal string Get(string page)
    {
        if (Counts) SignCount++;
        var client = ClientData("webauthn.get", Options(page));
        var data = Data(0);
        var signed = (byte[])[.. data, .. SHA256.HashData(client)];
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Text(client),
            ["authenticatorData"] = Text(data),
            ["signature"] = Text(key.SignData(
                signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
            ["userHandle"] = Text(Encoding.UTF8.GetBytes(UserHandle)),
        });
    }

    string Credential(JsonObject response) => new JsonObject
    {
        ["id"] = Text(CredentialId),
        ["rawId"] = Text(CredentialId),
        ["type"] = "public-key",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    }.ToJsonString();

    byte[] ClientData(string type, JsonNode options) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        type,
        challenge = (string)options["challenge"]!,
        origin = Origin,
        crossOrigin = false,
    });

    byte[] Data(Flag more)
    {
        var flags = more | Flag.Present | (IsVerified ? Flag.Verified : 0)
            | (IsBackedUp ? Flag.BackupEligible | Flag.BackedUp : 0);
        var count = new byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(count, SignCount);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(Site)), (byte)flags, .. count];
    }

    /// <summary>RFC 9053: an elliptic curve key (2) for ES256 (-7) on P-256 (1).</summary>
    byte[] PublicKey()
    {
        var point = key.ExportParameters(false).Q;
        var writer = new CborWriter(CborConformanceMode.Ctap2Canonical);
        writer.WriteStartMap(5);
        foreach (var (label, value) in (ReadOnlySpan<(int, int)>)[(1, 2), (3, -7), (-1, 1)])
        {
            writer.WriteInt32(label);
            writer.WriteInt32(value);
        }
        foreach (var (label, value) in (ReadOnlySpan<(int, byte[])>)[(-2, point.X!), (-3, point.Y!)])
        {
            writer.WriteInt32(label);
            writer.WriteByteString(value);
        }
        writer.WriteEndMap();
        return writer.Encode();
    }

    static JsonNode Options(string page) =>
        JsonNode.Parse(WebUtility.HtmlDecode(Question().Match(page).Groups[1].Value))!;

    static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);

    [GeneratedRegex("data-options=\"([^\"]+)\"")]
    private static partial Regex Question();
}
