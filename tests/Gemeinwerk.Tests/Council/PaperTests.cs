using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Council.Papers;
using Gemeinwerk.Printing;
using Gemeinwerk.Printing.Pdf;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Printing;

namespace Gemeinwerk.Tests.Council;

/// <summary>Minutes, invitations, statutes and notices: what they say, and what they keep to themselves.</summary>
public class PaperTests
{
    static readonly DateOnly on = new(2018, 2, 1);

    /// <summary>A sitting with all there can be: somebody who comes late, open and secret votes, a merger,
    /// instructions, an item that is not public and one that is withdrawn.</summary>
    static Assembly Held()
    {
        var scene = Scene.Founded(Scene.Text("§ 1 Name\n(1) Er heißt so.\n\n§ 2 Sitz\nHemer.")
            with
        { InvitationDays = 10, NoticeMonths = 12, Settlement = "Schiedsgutachten" });
        scene.Do(new StatuteDrafted(2, Scene.Text("§ 1 Name\nNeu.") with
        {
            Votes = "stufen 0:1 10000:2",
            Majority = "3/4",
            ConsentOf = ["hemer"],
            InvitationDays = 14,
        })).Sit(new(2017, 12, 18), "gmbh");
        scene.Vote(MotionKind.Ordinary, abstain: ["kreis"]);
        scene.Do(new Attended(1, "gmbh", "Person gmbh", true)).Do(Item(2, MotionKind.Merger) with
        {
            Statute = 2,
            Merger = "eins",
            Interim = new Interim("Person hemer", "Person kreis"),
        });
        scene.Do(new InstructionGiven(1, 2, "siegen", Choice.No, "Ratsbeschluss 7"));
        scene.Do(new BallotsCast(1, 2, [.. scene.Now.Sittings[0].Present.Keys.Select(member =>
            new Ballot(member, member == "gmbh" ? Choice.No : Choice.Yes))])).Do(new VoteClosed(1, 2, null));
        scene.Do(new Attended(1, "gmbh", "Person gmbh", false));
        scene.Do(Item(3, MotionKind.Ordinary) with { Title = "Geheimes Grundstück", IsPublic = false })
            .Do(new InstructionGiven(1, 3, "hemer", Choice.Yes, "Ratsbeschluss 8"))
            .Do(new BallotsCast(1, 3, [new("hemer", Choice.Yes), new("kreis", Choice.No)]))
            .Do(new VoteClosed(1, 3, null));
        scene.Do(Item(4, MotionKind.Election) with
        {
            Candidate = new Candidate(Office.Chair, "Person kreis", "kreis", CandidatePost.Delegate, false),
        }).Do(new VoteClosed(1, 4, new VoteCount(9, 2, 1)));
        scene.Do(Item(5, MotionKind.Ordinary)).Do(new ItemWithdrawn(1, 5, "kein Bedarf")).Do(new SittingClosed(1));
        return scene.Approve(2, new(2017, 12, 19), new(2017, 12, 22)).Publish(2, new(2017, 12, 30))
            .Do(new AssociationArose(
                "eins", new(2018, 1, 1), true, new Interim("Person hemer", "Person kreis")))
            .Do(new StatuteStarted(2, new(2018, 1, 1), null)).Now;

        static ItemPlaced Item(int no, MotionKind kind) => new(1, no, kind, $"Titel {no}",
            $"Erster Satz zu {no}.\n\nZweiter Satz.", true, null, null, null, null);
    }

    public static TheoryData<string> Names => ["minutes-public", "minutes-members", "invitation-public",
        "statute", "notice", "merger-notice"];

    static Paper Of(string name)
    {
        var held = Held();
        return (name switch
        {
            "minutes-public" => Minutes.Of(held, 1, "KDZ", PaperReaders.Public),
            "minutes-members" => Minutes.Of(held, 1, "KDZ", PaperReaders.Members),
            "invitation-public" => Invitation.Of(held, 1, "KDZ", PaperReaders.Public),
            "statute" => StatutePaper.Of(held, 2, on),
            "notice" => NoticePaper.Of(held, 4, "KDZ", on),
            _ => MergerNotice.Of([new("KDZ", held), new("Citkomm", Held())], "eins", on),
        }).Expect();
    }

    [Theory, MemberData(nameof(Names))]
    public void A_paper_says_what_it_should(string name) => Golden.Same(
        Repository.PathOf("tests", "Gemeinwerk.Tests", "Council", "Golden", $"{name}.txt"), Text(Of(name)));

    [Theory, MemberData(nameof(Names))]
    public void A_paper_is_printed_whole(string name)
    {
        var paper = Of(name);
        var structure = new PdfStructure(new PdfDocument(PaperPdf.Write(paper)));
        Assert.Equal(paper.Blocks.OfType<Heading>().Select(it => it.Text),
            structure.Document.Children.Where(node => node.Kind is ['H', _]).Select(node => node.Text));
        Assert.Equal(paper.Blocks.OfType<Heading>().Select(it => $"h{it.Level}"),
            PaperHtml.Write(paper).Split("</").Select(after => after[..2]).Where(name => name is "h1" or "h2" or "h3"));
    }

    [Fact]
    public void What_is_not_public_stands_only_in_the_version_for_members()
    {
        var held = Held();
        string[] secrets = ["Grundstück", "Erster Satz zu 3", "Beschluss 3/2017", "Weisung"];
        foreach (var of in new Func<PaperReaders, Result<Paper>>[]
        {
            readers => Minutes.Of(held, 1, "KDZ", readers), readers => Invitation.Of(held, 1, "KDZ", readers),
        })
        {
            var open = PaperHtml.Write(of(PaperReaders.Public).Expect());
            Assert.All(secrets, secret => Assert.DoesNotContain(secret, open, StringComparison.Ordinal));
            Assert.Contains("Grundstück", PaperHtml.Write(of(PaperReaders.Members).Expect()), StringComparison.Ordinal);
        }
        var all = PaperHtml.Write(Minutes.Of(held, 1, "KDZ", PaperReaders.Members).Expect());
        Assert.All(secrets, secret => Assert.Contains(secret, all, StringComparison.Ordinal));
        Assert.Equal("council.not-public", NoticePaper.Of(held, 3, "KDZ", on).Rejection?.Code);
    }

    /// <summary>A statute is law: what is a heading is for readers, the words and their order are the assembly's.
    /// </summary>
    [Fact]
    public void The_wording_of_a_statute_stays_word_by_word()
    {
        var random = new Random(7);
        string[] lines = ["§ 1", "§ 22 Absatz 4 gilt", "§ 3 Aufgaben", "§", "§ 4a Sitz.", "(1) Er heißt so.", "a) so;",
            "", "  ", "nach", "\t§ 5 Name", "§ 12345", "§ 6 " + new string('x', 300), "Es gilt:", "\r"];
        for (var round = 0; round < 300; round++)
        {
            var text = string.Join('\n', Enumerable.Range(0, random.Next(1, 30))
                .Select(_ => lines[random.Next(lines.Length)]));
            foreach (var blocks in new[] { PaperWords.Wording(text), PaperWords.Paragraphs(text) })
            {
                Assert.Equal(text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
                    blocks.SelectMany(block => block.Texts).SelectMany(part =>
                        part.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
            }
        }
        // A line that goes on with the sentence before it is none of its headings.
        Assert.Equal(["§ 3 Aufgaben", "Er nimmt wahr, was\n§ 22 Absatz 4\nsagt."],
            PaperWords.Wording("§ 3 Aufgaben\nEr nimmt wahr, was\n§ 22 Absatz 4\nsagt.")
                .SelectMany(block => block.Texts));
    }

    [Fact]
    public void Names_of_others_do_not_become_markup_and_long_ones_stay_whole()
    {
        var scene = Scene.Founded();
        var name = $"<img src=x onerror=alert(1)> & {new string('Ä', 150)}";
        scene.Do(new MemberJoined("boese", name, MemberKind.Municipality, Scene.Start, null, "Gründung"))
            .Do(new VotesFixed("boese", 1, Scene.Start, "Satzung")).Sit(new(2017, 1, 1), "boese");
        var paper = Minutes.Of(scene.Now, 1, "KDZ", PaperReaders.Public).Expect();
        Assert.DoesNotContain("<img", PaperHtml.Write(paper), StringComparison.Ordinal);
        Assert.Contains(new PdfStructure(new PdfDocument(PaperPdf.Write(paper))).Leaves, node => node.Text == name);
        Assert.Contains("Entwurf", PaperHtml.Write(paper), StringComparison.Ordinal);
    }

    [Fact]
    public void A_paper_that_cannot_be_is_refused_with_the_reason()
    {
        var scene = Scene.Founded();
        scene.Draft().Draft("§ 1 anders").Sit(new(2017, 12, 18));
        scene.Vote(MotionKind.Ordinary, no: ["hemer", "siegen", "iserlohn"]);
        var undecided = scene.Now;
        scene.Vote(MotionKind.Merger, statute: 2, merger: "eins");
        scene.Do(new SittingCalled(2, on, null, "Hemer", on, null))
            .Do(new SittingCalled(3, on, null, "Hemer", on, null)).Do(new SittingCancelled(3, "Schnee"));
        var (now, members) = (scene.Now, PaperReaders.Members);
        Assert.Equal(
            [
                "council.sitting-unknown", "council.sitting-state", "council.sitting-state",
                "council.sitting-unknown", "council.statute-unknown", "council.resolution-unknown",
                "council.resolution-rejected", "council.merger-undecided",
            ],
            [
                Minutes.Of(now, 9, "x", members).Rejection?.Code, Minutes.Of(now, 2, "x", members).Rejection?.Code,
                Invitation.Of(now, 3, "x", members).Rejection?.Code,
                Invitation.Of(now, 0, "x", members).Rejection?.Code,
                StatutePaper.Of(now, 9, on).Rejection?.Code, NoticePaper.Of(now, 9, "x", on).Rejection?.Code,
                NoticePaper.Of(now, 1, "x", on).Rejection?.Code,
                MergerNotice.Of([new("x", undecided)], "eins", on).Rejection?.Code,
            ]);
        Assert.Equal("council.merger-undecided",
            MergerNotice.Of([new("x", now), new("y", undecided)], "eins", on).Rejection?.Code);
        var other = Scene.Founded().Draft("§ 1 ganz anders").Sit(new(2017, 12, 18));
        other.Vote(MotionKind.Merger, statute: 2, merger: "eins");
        Assert.Equal("council.merger-statutes",
            MergerNotice.Of([new("x", now), new("y", other.Now)], "eins", on).Rejection?.Code);
    }

    /// <summary>A paper as plain text, for people who compare.</summary>
    static string Text(Paper paper)
    {
        var text = new StringBuilder($"{paper.Title}\n");
        foreach (var block in paper.Blocks)
        {
            text.Append(block switch
            {
                Heading it => $"\n{new string('#', it.Level)} {it.Text}\n",
                Paragraph it => $"{it.Text}\n",
                Items it => string.Concat(it.Each.Select(item => $"* {item}\n")),
                Facts it => string.Concat(it.Each.Select(fact => $"{fact.Term}: {fact.Says}\n")),
                Grid it => $"[{it.Caption}]\n{string.Join(" | ", it.Columns.Select(column => column.Name))}\n"
                    + string.Concat(it.Rows.Select(row => $"{string.Join(" | ", row)}\n")),
                Signatures it => string.Concat(it.Each.Select(who => $"____ {who}\n")),
                _ => "",
            });
        }
        return text.ToString();
    }
}
