using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre.Pictures;
using Gemeinwerk.Merger.Governance;

namespace Gemeinwerk.Merger.Roadmaps;

/// <summary>A roadmap as a timeline: stages as bands, tasks as bars, milestones as diamonds; the same stands in its
/// table.</summary>
public static class RoadmapPicture
{
    const int MostRows = 200, LabelWidth = 300, Wide = 780, Right = 60, Row = 24, Top = 50, MostLetters = 40;

    /// <summary>Months between two lines.</summary>
    static readonly int[] steps = [1, 3, 6, 12, 24, 60, 120, 600, 1200];

    /// <summary>From left to right the time of all stages and tasks.</summary>
    sealed record Scale(DateOnly First, DateOnly Last)
    {
        internal static Scale Of(Roadmap roadmap, DateOnly today)
        {
            List<DateOnly> days =
            [
                .. roadmap.Stages.SelectMany(stage => new[] { stage.From, stage.Until }),
                .. roadmap.Tasks.SelectMany(task => new[]
                {
                    task.From, task.Until, task.PlannedFrom, task.PlannedUntil, task.DoneOn ?? task.Until,
                }),
            ];
            return days.Count == 0 ? new(today, today) : new(days.Min(), days.Max());
        }

        int Days => Last.DayNumber - First.DayNumber + 1;

        internal bool Has(DateOnly day) => day >= First && day <= Last;

        /// <summary>Where a day begins.</summary>
        internal int X(DateOnly day) => LabelWidth + (int)((day.DayNumber - First.DayNumber) * (long)Wide / Days);

        internal int Width(DateOnly from, DateOnly until) => Math.Max(3,
            (int)((until.DayNumber - from.DayNumber + 1) * (long)Wide / Days));
    }

    public static Drawing Of(Roadmap roadmap, DateOnly today, Wording? wording = null)
    {
        var words = wording ?? Wording.German;
        var scale = Scale.Of(roadmap, today);
        var rows = roadmap.Stages.SelectMany(stage => roadmap.Tasks.Where(task => task.Stage == stage.No)
            .Select(task => (Stage: stage, Task: (RoadmapTask?)task)).Prepend((stage, null))).ToList();
        var drawn = rows.Take(MostRows).ToList();
        var height = Top + drawn.Count * Row + (rows.Count > drawn.Count ? Row : 0) + 10;
        var picture = new Drawing(roadmap.Title ?? words["Fahrplan"], Description(roadmap, today, words),
            LabelWidth + Wide + Right, height);
        foreach (var ((stage, task), at) in drawn.Select((row, at) => (row, at)))
        {
            if (task is not null) continue;
            var high = drawn.Count(row => row.Stage == stage) * Row;
            picture.Box("gw-freeze", scale.X(stage.From), Top + at * Row, scale.Width(stage.From, stage.Until), high);
            picture.Say(0, Top + at * Row + 16, Drawing.Cut(Title(roadmap, stage, words), MostLetters + 4),
                kind: "gw-strong");
        }
        Axis(picture, scale, height);
        if (scale.Has(today))
        {
            picture.Line("gw-2", scale.X(today), 16, scale.X(today), height - 8);
            picture.Say(scale.X(today), 12, words["heute, {0}", German.Date(today)], "middle");
        }
        foreach (var (row, at) in drawn.Select((row, at) => (row, at)))
        {
            if (row.Task is { } it) Draw(picture, scale, it, roadmap.State(it, today), Top + at * Row, words);
        }
        if (rows.Count > drawn.Count)
        {
            picture.Say(0, Top + drawn.Count * Row + 16,
                words["und {0} weitere, in der Tabelle", German.Count(rows.Count - drawn.Count)]);
        }
        return picture;
    }

    static void Draw(Drawing picture, Scale scale, RoadmapTask task, TaskState state, int y, Wording words)
    {
        var until = task.DoneOn ?? task.Until;
        var from = task.From < until ? task.From : until;
        var kind = state switch
        {
            TaskState.Done => "gw-3",
            TaskState.Late => "gw-2",
            TaskState.Ready => "gw-1",
            TaskState.Dropped => "gw-edge gw-soft",
            _ => "gw-1 gw-node",
        };
        var hint = $"{task.Title}: {words[state.Word()]}, {German.Date(from)} – {German.Date(until)}";
        picture.Say(12, y + 16, Drawing.Cut($"{state.Sign()} {task.Title}", MostLetters));
        var (left, right) = (scale.X(from), scale.X(from) + scale.Width(from, until));
        if (task.IsMilestone)
        {
            (left, right) = (scale.X(until) - 8, scale.X(until) + 8);
            if (task.PlannedUntil != until) picture.Diamond("gw-edge gw-soft", scale.X(task.PlannedUntil), y + 11, 8);
            picture.Diamond(kind, scale.X(until), y + 11, 8, hint);
        }
        else
        {
            picture.Box(kind, left, y + 4, right - left, 10, hint);
            picture.Box("gw-edge gw-soft", scale.X(task.PlannedFrom), y + 17,
                scale.Width(task.PlannedFrom, task.PlannedUntil), 3);
        }
        if (task.Gate is not null) picture.Box("gw-2 gw-node", right + 3, y + 2, 4, 18);
        var beside = string.Join("; ", new[]
        {
            task.Gate is { } gate ? words["Tor: {0}", words[gate.Word()]] : null,
            task.Delay != 0 && state != TaskState.Dropped ? Delay(task.Delay, words) : null,
        }.OfType<string>());
        if (beside.Length == 0) return;
        if (right > LabelWidth + Wide * 3 / 4) picture.Say(left - 6, y + 15, beside, "end");
        else picture.Say(right + 11, y + 15, beside);
    }

    /// <summary>Days by which something is later, or earlier, than first planned.</summary>
    static string Delay(int days, Wording words) => days switch
    {
        1 => words["+1 Tag"],
        -1 => words["−1 Tag"],
        > 0 => words["+{0} Tage", German.Count(days)],
        _ => words["−{0} Tage", German.Count(-(long)days)],
    };

    static string Title(Roadmap roadmap, Stage stage, Wording words) => roadmap.Progress(stage.No) is { } progress
        ? words["Stufe {0} ({1} %): {2}", stage.No, progress, stage.Title]
        : words["Stufe {0}: {1}", stage.No, stage.Title];

    /// <summary>Lines at beginnings of months or years, as many as can be read.</summary>
    static void Axis(Drawing picture, Scale scale, int height)
    {
        var (first, last) = (Month(scale.First), Month(scale.Last));
        var step = steps.FirstOrDefault(it => (last - first) / it < 11, 12_000);
        for (var month = (first + step - 1) / step * step; month <= last; month += step)
        {
            var day = new DateOnly(month / 12, month % 12 + 1, 1);
            if (!scale.Has(day)) continue;
            picture.Line("gw-edge gw-soft", scale.X(day), Top - 12, scale.X(day), height - 8);
            var shown = step % 12 == 0 ? $"{day.Year}" : $"{day.Month:00}.{day.Year}";
            picture.Say(scale.X(day), Top - 18, shown, "middle");
        }
        picture.Line("gw-axis", LabelWidth, height - 8, LabelWidth + Wide, height - 8);

        static int Month(DateOnly day) => day.Year * 12 + day.Month - 1;
    }

    static string Description(Roadmap roadmap, DateOnly today, Wording words)
    {
        var states = roadmap.Tasks.Select(task => roadmap.State(task, today)).ToList();
        string[] sentences =
        [
            words["{0} Stufen mit {1} Aufgaben am {2}: {3} getan, {4} überfällig.",
                German.Count(roadmap.Stages.Count), German.Count(states.Count), German.Date(today),
                German.Count(states.Count(state => state == TaskState.Done)),
                German.Count(states.Count(state => state == TaskState.Late))],
            words["Bänder sind Stufen, Balken Aufgaben, Rauten Meilensteine; gestrichelt ist der erste Plan."],
            words["Dieselben Angaben stehen in der Tabelle."],
        ];
        return string.Join(' ', sentences);
    }
}
