using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Merger;
using Gemeinwerk.Merger.Governance;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.Merger;

public enum StepState { Done, Now, Later }

/// <summary>A step of a merger as its page shows it.</summary>
/// <param name="Says">How far it is.</param>
/// <param name="WaitsFor">Whose turn it is; empty where nobody's.</param>
/// <param name="Path">Its page, below the merger's; null where there is nothing to see yet.</param>
/// <param name="Next">Where one goes on when it is its turn, and how that is called; null where nowhere.</param>
public sealed record MergerStep(
    string Name, StepState State, string Says, string WaitsFor, string? Path, (string Path, string Label)? Next);

/// <summary>Where a merger stands: what its plan, its approvals and its dry run say.</summary>
/// <param name="plan">Null once it is executed.</param>
/// <param name="dryRun">Null where there was none, or not since the merger last changed.</param>
/// <param name="gates">Of a merger that is not executed; none where no body keeps its assembly here.</param>
sealed class MergerSteps(
    MergerCase merger, MergerPlan? plan, IReadOnlyList<StandingApproval> approvals, DryRun? dryRun,
    IStringLocalizer<MergerWords> words, IReadOnlyList<Gate>? gates = null)
{
    readonly Gate? gate = gates?.FirstOrDefault(gate => gate.Step == GateStep.Execute);
    readonly Gate? dayGate = gates?.FirstOrDefault(gate => gate.Step == GateStep.EffectiveDate);
    readonly bool isExecuted = merger.State == MergerState.Executed;
    readonly string closer = words["Rolle Abschließen in {0}", merger.Target.Code];

    (string, string) ToApprovals => ("#approvals", words["Zu den Freigaben"]);

    /// <summary>All, of which the first that is not done is the one to do now.</summary>
    internal IReadOnlyList<MergerStep> All()
    {
        List<MergerStep> steps =
        [
            Step(words["Anlegen"], true, words["{0} zum {1}", merger.Form, German.Date(merger.EffectiveOn)], "", null),
            Sources(), Mapping(), Plan(), .. dayGate is null && !merger.IsDayFixed ? [] : (MergerStep[])[Day()],
            Rehearsal(), Run(),
            Step(words["Zertifikat"], isExecuted,
                isExecuted ? words["liegt vor"] : words["entsteht mit dem Vollzug"], "",
                isExecuted ? "/certificate" : null),
            .. merger.IsSealed ? Seal() : [],
            // Never done: whoever doubts may check again.
            Step(words["Prüfung"], false, words["mit dem eigenständigen Prüfprogramm, durch wen auch immer"],
                words["Rechnungsprüfung, Mitglieder"], isExecuted ? "/certificate#check" : null,
                ("/certificate#check", words["Selbst prüfen"])),
            .. merger.IsSealed ? [] : Seal(),
        ];
        var now = steps.FindIndex(step => step.State != StepState.Done);
        steps[now] = steps[now] with { State = StepState.Now };
        return steps;
    }

    MergerStep Sources()
    {
        var findings = Count(isMapping: false);
        return Step(words["Quellen"], findings == 0, findings == 0
            ? words["Die Bücher sind bereit."]
            : words["Befunde in Büchern und Haushalt: {0}", findings],
            words["Rolle Abschließen in den Quellen und im Ziel"], "/plan", ("/plan", words["Befunde ansehen"]));
    }

    MergerStep Mapping()
    {
        var findings = Count(isMapping: true);
        var isDone = isExecuted || (findings == 0 && Standing(MergerApproval.Mapping) is { IsGiven: true });
        return Step(words["Überleitung"], isDone, findings > 0
            ? words["Zu entscheiden oder zu berichtigen: {0}", findings]
            : isExecuted ? words["vollständig"] : Says(MergerApproval.Mapping),
            Waits(MergerApproval.Mapping), "/mapping",
            findings == 0 ? ToApprovals
                : plan!.Findings.Any(IsOfInventory) && !plan.Findings.Any(IsOfNumbers)
                ? ("/inventory", words["Bestände überleiten"])
                : ("/mapping", words["Überleitung bearbeiten"]));
    }

    MergerStep Plan()
    {
        var findings = plan?.Findings.Count ?? 0;
        return Step(words["Plan"], findings == 0, findings == 0
            ? words["Der Fusion steht nichts entgegen."]
            : words["Befunde: {0}", findings], closer, "/plan", ("/plan", words["Plan ansehen"]));
    }

    /// <summary>Only where records are asked for.</summary>
    MergerStep Day() => Step(words["Tag"], merger.IsDayFixed || isExecuted,
        merger.IsDayFixed ? words["festgesetzt auf den {0}", German.Date(merger.EffectiveOn)]
            : dayGate is { IsOpen: false } ? words["Das Tor ist zu; es fehlen {0} Nachweise.", dayGate.Missing.Count()]
            : words["Das Tor ist offen; der Tag ist festzusetzen."],
        dayGate is { IsOpen: false } ? words["Verbandsversammlungen, Aufsicht, {0}", closer] : closer, "/gates",
        dayGate is { IsOpen: false }
            ? ("/gates", words["Was noch fehlt"])
            : ("/day", words["Tag der Wirkung festsetzen"]));

    MergerStep Rehearsal()
    {
        string says = (isExecuted, dryRun) switch
        {
            (true, _) => words["nicht mehr nötig"],
            (_, null) => words["seit der letzten Änderung keiner"],
            (_, { IsRunning: true }) => words["läuft"],
            (_, { HasPassed: true }) => words["gelungen"],
            _ => words["nicht gelungen"],
        };
        return Step(words["Probelauf"], isExecuted || dryRun?.HasPassed == true, says, closer, "/dry-run",
            ("/dry-run", words["Zum Probelauf"]));
    }

    MergerStep Run()
    {
        var isApproved = Standing(MergerApproval.Execution) is { IsGiven: true };
        if (gate is { IsOpen: false } && !isExecuted)
        {
            return Step(words["Vollzug"], false,
                words["Das Tor ist zu; es fehlen {0} Nachweise.", gate.Missing.Count()],
                words["Verbandsversammlungen, Aufsicht, {0}", closer], "/gates", ("/gates", words["Was noch fehlt"]));
        }
        return Step(words["Vollzug"], isExecuted,
            isExecuted ? words["vollzogen"] : Says(MergerApproval.Execution), Waits(MergerApproval.Execution),
            gate is null ? null : "/gates", isApproved ? ("/run", words["Zum Vollzug"]) : ToApprovals);
    }

    IEnumerable<MergerStep> Seal() => !isExecuted ? [] :
    [
        merger.IsSealed
            ? Step(words["Siegel"], true, words["endgültig gesiegelt"], "", "/gates")
            : Step(words["Siegel"], false, words["noch nicht endgültig gesiegelt"], closer, "/gates",
                ("/seal", words["Endgültig siegeln"])),
    ];

    static MergerStep Step(
        string name, bool isDone, string says, string waitsFor, string? path, (string, string)? next = null) => new(
        name, isDone ? StepState.Done : StepState.Later, says, isDone ? "" : waitsFor, path, next);

    int Count(bool isMapping) => plan?.Findings.Count(finding => IsOfMapping(finding) == isMapping) ?? 0;

    static bool IsOfMapping(Finding finding) => IsOfNumbers(finding) || IsOfInventory(finding);

    /// <summary>Whether it names an item of a source's inventory: <c>inventory/device/kdz/17</c>.</summary>
    internal static bool IsOfInventory(Finding finding) =>
        finding.Field.StartsWith("inventory/", StringComparison.Ordinal);

    /// <summary>Whether it names a number of a source, which the workbench shows.</summary>
    internal static bool IsOfNumbers(Finding finding) =>
        Workbench.Kinds.Any(kind => finding.Field.StartsWith($"{kind.Code()}/", StringComparison.Ordinal));

    StandingApproval? Standing(MergerApproval what) => approvals.FirstOrDefault(it => it.What == what);

    internal string Says(MergerApproval what) => Standing(what) switch
    {
        { IsGiven: true } it => words["freigegeben von {0}", it.Approval.DecidedBy!],
        { IsOpen: true } it => words["Freigabe erbeten von {0}", it.Approval.AskedBy],
        { IsCurrent: true, Approval.State: ApprovalState.Refused } it =>
            words["abgelehnt von {0}", it.Approval.DecidedBy!],
        { Approval.State: ApprovalState.Asked or ApprovalState.Approved } =>
            words["Die Freigabe gilt nicht mehr: etwas hat sich geändert, oder sie ist abgelaufen."],
        _ => words["Die Freigabe ist noch zu erbitten."],
    };

    string Waits(MergerApproval what) => Standing(what) is { IsOpen: true }
        ? words["zweite Person mit der {0}", closer]
        : closer;
}
