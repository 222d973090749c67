using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gemeinwerk.Proof;

namespace Gemeinwerk.Tests.Proof;

sealed record Answer(int Exit, string Text, IReadOnlyList<(int Point, string File, long Line, string Message)> Findings)
{
    /// <summary>Whether a finding is about this line of this file, as its place or in its words.</summary>
    public bool Names(string file, long line) => Findings.Any(finding =>
        (finding.File.EndsWith(file, StringComparison.Ordinal) && finding.Line == line)
        || (finding.Message.Contains(file, StringComparison.Ordinal)
            && Regex.IsMatch(finding.Message, $@"Zeile {line}\b")));

    public bool Says(string words) =>
        Findings.Any(finding => finding.Message.Contains(words, StringComparison.Ordinal));
}

/// <summary>Runs the checker in this process on files in a folder of its own.</summary>
sealed class Checker : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gemeinwerk-proof-");

    public string Path(string name) => System.IO.Path.Combine(folder.FullName, name);

    public string Write(string name, string content)
    {
        File.WriteAllText(Path(name), content, new UTF8Encoding(false));
        return Path(name);
    }

    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(Path(name), content);
        return Path(name);
    }

    public Answer Check(MergerCase merger, string? certificate = null, bool withKey = true)
    {
        foreach (var (name, lines) in merger.Files) Write(name, string.Concat(lines.Select(line => line + "\n")));
        Write("certificate.txt", certificate ?? merger.Sign());
        return CheckAsWritten(withKey);
    }

    public Answer CheckAsWritten(bool withKey = true) => Run(
        ["check", Path("certificate.txt"), folder.FullName,
            .. withKey ? ["--key", MergerCase.Signer.VerifierKey] : Array.Empty<string>()]);

    public static Answer Run(params string[] args)
    {
        using var text = new StringWriter();
        using var json = new StringWriter();
        using var error = new StringWriter();
        CommandLine.Run(args, text, error);
        var exit = CommandLine.Run([.. args, "--json"], json, error);
        if (exit == 2) return new Answer(exit, error.ToString(), []);
        using var parsed = JsonDocument.Parse(json.ToString());
        var findings = parsed.RootElement.GetProperty("points").EnumerateArray()
            .SelectMany(point => point.GetProperty("findings").EnumerateArray().Select(finding =>
                (point.GetProperty("point").GetInt32(), finding.GetProperty("file").GetString()!,
                    finding.GetProperty("line").GetInt64(), finding.GetProperty("message").GetString()!)));
        return new Answer(exit, text.ToString(), [.. findings]);
    }

    public static int Help()
    {
        using var text = new StringWriter();
        return CommandLine.Run(["--help"], text, text);
    }

    public void Dispose() => folder.Delete(recursive: true);
}
