using System.Globalization;
using System.Xml.Linq;
using Gemeinwerk.Merger.Governance;
using Gemeinwerk.Merger.Roadmaps;

namespace Gemeinwerk.Tests.Merger;

/// <summary>Timeline and matrix of risks stay readable and well-formed, whatever is in them.</summary>
public class RoadmapPictureTests
{
    const string Hostile = "\"><script>alert('&')</script>\0😀😀😀\uD83D";

    static readonly XNamespace of = "http://www.w3.org/2000/svg";
    static readonly DateOnly start = new(2013, 1, 1), today = new(2015, 7, 1);

    static Roadmap Way(params IEnumerable<RoadmapEvent> events) => Roadmap.Of(events.Select((happened, at) =>
        new RoadmapRecord(at + 1, default, "test", happened)));

    static IReadOnlyList<RoadmapEvent> Template() =>
        RoadmapTemplate.Events("suedwestfalen", "Fusion", start, []).Expect();

    static List<string> Texts(XElement svg) => [.. svg.Elements(of + "text").Select(text => text.Value)];

    [Fact]
    public void Stages_tasks_milestones_gates_delays_and_today_are_in_the_timeline()
    {
        var roadmap = Way([
            .. Template(),
            new TaskPlanned("tor", 1, "Vollzug der Fusion", true, "wer", start, start, null, "sit-2018",
                GateStep.Execute),
            new StageOpened(1, start, null), new TaskDone("gruendung", start, null),
            new TaskMoved("finanzwesen", new(2013, 2, 1), new(2016, 1, 31), "Ausschreibung"),
            new TaskDropped("rechenzentrum", "nicht nötig"),
        ]);
        var picture = RoadmapPicture.Of(roadmap, today);
        var svg = XDocument.Parse(picture.File()).Root!;
        var texts = Texts(svg);
        Assert.All(roadmap.Stages, stage => Assert.Contains(texts, text =>
            text.StartsWith($"Stufe {stage.No} (", StringComparison.Ordinal)));
        Assert.All(roadmap.Tasks, task => Assert.Contains(texts, text =>
            text.StartsWith($"{roadmap.State(task, today).Sign()} {task.Title[..10]}", StringComparison.Ordinal)));
        Assert.Equal(roadmap.Stages.Count,
            svg.Elements(of + "rect").Count(it => (string)it.Attribute("class")! == "gw-freeze"));
        Assert.Contains("heute, 01.07.2015", texts);
        Assert.Contains($"+{roadmap.Task("finanzwesen")!.Delay} Tage", texts);
        Assert.Contains(texts, text => text.StartsWith("Tor: Vollzug", StringComparison.Ordinal));
        var milestones = roadmap.Tasks.Count(task => task.IsMilestone);
        Assert.Equal(milestones, svg.Elements(of + "path").Count(it => it.Elements(of + "title").Any()));
        var late = roadmap.Tasks.Count(task => roadmap.State(task, today) == TaskState.Late);
        Assert.Contains($"1 getan, {late} überfällig.", svg.Element(of + "desc")!.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("heute", Texts(XDocument.Parse(RoadmapPicture.Of(roadmap, new(2040, 1, 1)).File()).Root!)
            .Select(text => text.Split(',')[0]));
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2_000)]
    public void What_has_no_room_is_counted_and_nothing_leaves_the_picture(int tasks)
    {
        var roadmap = Way([
            new RoadmapStarted(Hostile), new StagePlanned(1, Hostile, DateOnly.MinValue, DateOnly.MaxValue, null),
            .. Enumerable.Range(1, tasks).Select(no => new TaskPlanned(
                $"a{no}", 1, $"{no} {Hostile}", no % 2 == 0, Hostile, DateOnly.MinValue.AddDays(no),
                DateOnly.MaxValue.AddDays(-no), null, null, null)),
        ]);
        var svg = XDocument.Parse(RoadmapPicture.Of(roadmap, today).File()).Root!;
        var texts = Texts(svg);
        var rest = texts.Find(text => text.EndsWith(" weitere, in der Tabelle", StringComparison.Ordinal));
        var counted = rest is null ? 0 : Number(string.Concat(rest.Where(char.IsAsciiDigit)));
        Assert.Equal(tasks, texts.Count(text => text.StartsWith("! ", StringComparison.Ordinal)
            || text.StartsWith("… ", StringComparison.Ordinal)) + counted);
        Inside(svg);
    }

    [Fact]
    public void Risks_stand_where_likelihood_and_impact_meet_and_closed_ones_nowhere()
    {
        var roadmap = Way([
            new RoadmapStarted("Fusion"),
            .. Enumerable.Range(0, 60).Select(no =>
                new RiskNamed($"risiko-{no}", Hostile, 1 + no % 5, 1 + no / 5 % 3, "Maßnahme", "wer")),
            new RiskNamed("allein", "Allein", 5, 5, "Maßnahme", "wer"),
            new RiskNamed("zu", "Zu", 4, 4, "Maßnahme", "wer"),
            new RiskClosed("zu", start, "geübt"),
        ]);
        var svg = XDocument.Parse(RiskPicture.Of(roadmap).File()).Root!;
        var texts = Texts(svg);
        Assert.Contains("allein", texts);
        Assert.DoesNotContain("zu", texts);
        var named = texts.Count(text => text.StartsWith("risiko-", StringComparison.Ordinal));
        var counted = texts.Where(text => text.StartsWith("und ", StringComparison.Ordinal))
            .Sum(text => Number(text.Split(' ')[1]));
        Assert.Equal(60, named + counted);
        Assert.Contains("Offene Risiken: 61; das höchste Gewicht: 25.", svg.Element(of + "desc")!.Value,
            StringComparison.Ordinal);
        Assert.Equal(25, svg.Elements(of + "rect").Count());
        Inside(svg);
    }

    static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    static void Inside(XElement svg)
    {
        var box = ((string)svg.Attribute("viewBox")!).Split(' ').Select(Number).ToList();
        foreach (var shape in svg.Elements().Where(it => it.Attribute("x") is not null))
        {
            var (x, y) = ((int)shape.Attribute("x")!, (int)shape.Attribute("y")!);
            Assert.InRange(x, 0, box[2]);
            Assert.InRange(x + ((int?)shape.Attribute("width") ?? 0), 0, box[2]);
            Assert.InRange(y + ((int?)shape.Attribute("height") ?? 0), 0, box[3]);
        }
    }
}
