using System.CommandLine;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Cli;

/// <summary>How a command says what came of it.</summary>
/// <param name="AsJson">Answers are for programs: one JSON document on standard output, rejections included.</param>
record Answer(bool AsJson, TextWriter Out, TextWriter Error)
{
    internal static Answer Of(ParseResult parsed) => new(parsed.GetValue(Shell.Json),
        parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);

    /// <summary>Says what was done: a sentence for people, or the value as JSON.</summary>
    internal int Done(object value, string sentence)
    {
        Out.WriteLine(AsJson ? JsonAnswer.Of(value) : sentence);
        return ExitCode.Done;
    }

    internal int Refused(Rejection why)
    {
        if (AsJson) Out.WriteLine(JsonAnswer.Of(why));
        else Error.WriteLine($"Abgelehnt: {why}");
        return ExitCode.Refused;
    }

    internal static string NothingWritten(long findings) =>
        $"Abgelehnt: {German.Count(findings, "Beanstandung", "Beanstandungen")}, nichts wurde geschrieben.";

    /// <summary>Lists findings, at most <paramref name="most"/> of them, and says how many there are.</summary>
    internal int Refused(IReadOnlyCollection<Finding> findings, int most = 100)
    {
        if (AsJson)
        {
            Out.WriteLine(JsonAnswer.Of(findings));
            return ExitCode.Refused;
        }
        foreach (var finding in findings.Take(most)) Error.WriteLine(finding);
        if (findings.Count > most) Error.WriteLine($"… und {German.Count(findings.Count - most)} weitere");
        Error.WriteLine(NothingWritten(findings.Count));
        return ExitCode.Refused;
    }
}
