using Gemeinwerk.Proof.Checks;
using Gemeinwerk.Proof.Notes;

namespace Gemeinwerk.Proof;

/// <summary>The commands. Exit codes: 0 PASS, 1 FAIL, 2 wrong usage, 3 INCOMPLETE.</summary>
static class CommandLine
{
    const string Usage = """
        gemeinwerk-proof – prüft unabhängig, was Gemeinwerk ausgibt (docs/formats.md)

          gemeinwerk-proof check ZERTIFIKAT EXPORT... [--key SCHLÜSSEL] [--json]
              prüft das Zertifikat einer Verschmelzung gegen die Exporte (Dateien oder Ordner);
              den Schlüssel des Ziels von anderswo holen, nicht aus dem Ordner, der geprüft wird
          gemeinwerk-proof journal EXPORT... [--checkpoint DATEI]... [--key SCHLÜSSEL]... [--json]
              prüft Journale, auch ihre Posten und Anlagen, und vergleicht sie mit aufbewahrten Checkpoints
          gemeinwerk-proof checkpoint ALT NEU --proof DATEI [--key SCHLÜSSEL] [--json]
              prüft, dass ein Checkpoint den anderen fortschreibt
          gemeinwerk-proof inclusion CHECKPOINT --proof DATEI [--key SCHLÜSSEL] [--json]
              prüft, dass eine Buchung in einem Checkpoint enthalten ist

        Rückgabe: 0 PASS, 1 FAIL, 2 falscher Aufruf, 3 INCOMPLETE
        """;

    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        if (args is ["--help"] or ["-h"] or ["help"])
        {
            output.WriteLine(Usage);
            return 0;
        }
        var options = Options.Parse(args, out var wrong);
        var report = options is null ? null : Execute(options, out wrong);
        if (report is null)
        {
            error.WriteLine(wrong);
            error.WriteLine();
            error.WriteLine(Usage);
            return 2;
        }
        ReportText.Write(report, output, options!.Json);
        return report.ExitCode;
    }

    static Report? Execute(Options options, out string wrong)
    {
        wrong = "";
        switch (options)
        {
            case { Command: "check", Files: [var certificate, _, ..], Checkpoints: [], Proof: null }:
                return CertificateCheck.Run(certificate, options.Files.Skip(1).ToList(), options.Keys);
            case { Command: "journal", Files: [_, ..], Proof: null }:
                return JournalCheck.Run(options.Files, options.Checkpoints, options.Keys);
            case { Command: "checkpoint", Files: [var older, var newer], Checkpoints: [], Proof: { } proof }:
                return CheckpointCheck.Consistency(older, newer, proof, options.Keys);
            case { Command: "inclusion", Files: [var checkpoint], Checkpoints: [], Proof: { } proof }:
                return CheckpointCheck.Inclusion(checkpoint, proof, options.Keys);
            case { Command: "check" or "journal" or "checkpoint" or "inclusion" }:
                wrong = $"Die Angaben zu „{options.Command}“ sind unvollständig oder passen nicht dazu.";
                return null;
            default:
                wrong = $"Unbekannter Befehl „{options.Command}“.";
                return null;
        }
    }

    sealed record Options(string Command)
    {
        public List<string> Files { get; } = [];
        public List<string> Checkpoints { get; } = [];
        public List<VerifierKey> Keys { get; } = [];
        public string? Proof { get; private set; }
        public bool Json { get; private set; }

        public static Options? Parse(string[] args, out string wrong)
        {
            wrong = "Es fehlt ein Befehl.";
            if (args.Length == 0) return null;
            var options = new Options(args[0]);
            for (var i = 1; i < args.Length; i++)
            {
                if (args[i] == "--json")
                {
                    options.Json = true;
                    continue;
                }
                if (!args[i].StartsWith("--", StringComparison.Ordinal))
                {
                    options.Files.Add(args[i]);
                    continue;
                }
                wrong = i + 1 == args.Length ? $"Zu „{args[i]}“ fehlt der Wert."
                    : options.Take(args[i], args[++i]) ?? "";
                if (wrong != "") return null;
            }
            return options;
        }

        string? Take(string name, string value)
        {
            switch (name)
            {
                case "--key":
                    if (VerifierKey.Parse(value) is not { } key)
                        return "Der Schlüssel hat nicht die Form „Name+Kennung+Base64“ oder seine Kennung ist falsch.";
                    Keys.Add(key);
                    return null;
                case "--checkpoint":
                    Checkpoints.Add(value);
                    return null;
                case "--proof" when Proof is null:
                    Proof = value;
                    return null;
                default:
                    return $"Unbekannte oder doppelte Angabe „{name}“.";
            }
        }
    }
}
