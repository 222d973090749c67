using System.Text;
using Gemeinwerk.Basics;
using Org.BouncyCastle.Security;
using Ed25519 = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;

namespace Gemeinwerk.Proofs;

/// <summary>
/// The Ed25519 key with which checkpoints and certificates are signed. It lies outside the database, so that who can
/// change the books cannot sign them anew: one file each, readable by its owner only, in the form of Go's
/// <c>note.GenerateKey</c> (<c>PRIVATE+KEY+name+key id+base64</c>).
/// </summary>
public sealed class SigningKey
{
    const string Prefix = "PRIVATE+KEY+";

    readonly byte[] secret;

    SigningKey(string name, byte[] secret)
    {
        this.secret = secret;
        var publicKey = new byte[Ed25519.PublicKeySize];
        Ed25519.GeneratePublicKey(secret, 0, publicKey, 0);
        Verifier = new VerifierKey(name, publicKey);
    }

    /// <summary>The public half; who keeps it outside can check every signature.</summary>
    public VerifierKey Verifier { get; }

    /// <summary><c>GEMEINWERK_KEYS</c>, or <c>gemeinwerk/keys</c> in the user's data folder.</summary>
    public static string Folder =>
        Environment.GetEnvironmentVariable("GEMEINWERK_KEYS") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create),
                "gemeinwerk", "keys");

    /// <summary>The key of a file; made with the first use.</summary>
    /// <param name="file">The file's name without its ending.</param>
    /// <param name="name">The name with which it signs.</param>
    /// <param name="folder">Null for <see cref="Folder"/>.</param>
    /// <returns>The key, or <c>ledger.signing-key</c> where the file holds none of this name.</returns>
    public static Result<SigningKey> Of(string file, string name, string? folder = null)
    {
        var path = PathOf(file, folder);
        if (!File.Exists(path)) Create(name, path);
        var text = File.ReadAllText(path).Trim();
        return Parse(text) is { } key && key.Verifier.Name == name
            ? key
            : new Rejection("ledger.signing-key", $"Die Datei {path} enthält keinen Schlüssel von „{file}“.");
    }

    /// <summary>The public key of a file; makes none.</summary>
    /// <returns>The key, or <c>ledger.signing-key-missing</c>, <c>ledger.signing-key</c>.</returns>
    public static Result<VerifierKey> VerifierOf(string file, string name, string? folder = null)
    {
        if (!File.Exists(PathOf(file, folder)))
        {
            return new Rejection("ledger.signing-key-missing",
                $"„{file}“ hat auf diesem Rechner keinen Schlüssel; er entsteht mit dem ersten Checkpoint.");
        }
        return Of(file, name, folder).Ok(out var key, out var why) ? key.Verifier : why;
    }

    /// <summary>The public key where it was made on this machine, or null; makes none.</summary>
    public static VerifierKey? KnownVerifier(string file, string name, string? folder = null) =>
        VerifierOf(file, name, folder).Ok(out var key, out _) ? key : null;

    internal byte[] Sign(byte[] message)
    {
        var signature = new byte[Ed25519.SignatureSize];
        Ed25519.Sign(secret, 0, message, 0, message.Length, signature, 0);
        return signature;
    }

    static string PathOf(string file, string? folder) => Path.Combine(folder ?? Folder, $"{file}.key");

    static void Create(string name, string path)
    {
        var secret = new byte[Ed25519.SecretKeySize];
        Ed25519.GeneratePrivateKey(new SecureRandom(), secret);
        var key = new SigningKey(name, secret);
        var encoded = Convert.ToBase64String([VerifierKey.Algorithm, .. secret]);
        var text = $"{Prefix}{name}+{key.Verifier.IdText}+{encoded}\n";

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(draft, options))
        {
            file.Write(Encoding.ASCII.GetBytes(text));
            file.Flush(flushToDisk: true);
        }
        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first; its key counts.
            File.Delete(draft);
        }
    }

    static SigningKey? Parse(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var parts = text[Prefix.Length..].Split('+', 3);
        if (parts.Length != 3 || Base64.Decode(parts[2]) is not [VerifierKey.Algorithm, .. var secret]
            || secret.Length != Ed25519.SecretKeySize)
        {
            return null;
        }
        var key = new SigningKey(parts[0], secret);
        return key.Verifier.IdText == parts[1] ? key : null;
    }
}
