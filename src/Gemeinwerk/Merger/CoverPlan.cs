using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;

namespace Gemeinwerk.Merger;

/// <summary>A line of a source's cover group (Deckungskreis) on its way; year and name of the group stay.</summary>
public sealed record CoverMove(Body Source, CoverLine From, CoverLine To);

/// <summary>
/// Plans what becomes of the sources' cover groups from the year of the merger on. A group keeps its code where that is
/// free in the year, else it is called <c>body:code</c>; groups of the same code and name are one. Lines of different
/// groups that become one line are a finding, and money that comes into a group's reach only by the merger is a note.
/// </summary>
sealed class CoverPlanner(MergerCase merger, BookSnapshot target, List<Finding> findings, List<Finding> notes)
{
    const int LongestCode = 20;

    readonly Dictionary<(int Year, string Code), string> names = target.CoverGroups
        .ToDictionary(group => (group.Year, group.Code), group => group.Name);

    readonly Dictionary<(int Year, BudgetKey Key), string> standing = target.Covers
        .ToDictionary(line => (line.Year, line.Key), line => line.Code);

    readonly List<CoverMove> moves = [];

    internal List<CoverMove> Plan(
        IReadOnlyList<BookSnapshot> sources, Func<BookSnapshot, BudgetKey, BudgetKey?> map, List<BudgetMove> values)
    {
        foreach (var source in sources)
        {
            foreach (var group in source.Covers.Where(line => line.Year >= merger.EffectiveOn.Year)
                .GroupBy(line => (line.Year, line.Code, line.Name)))
            {
                var (year, code, name) = group.Key;
                var to = CodeFor(source.Body, year, code, name);
                foreach (var line in group)
                {
                    if (map(source, line.Key) is { } key) Move(source.Body, line, line with { Key = key, Code = to });
                }
            }
        }
        TellWidened(values);
        return moves;
    }

    string CodeFor(Body source, int year, string code, string name)
    {
        var free = FreeNumber.For(source.Code, code, LongestCode, wish =>
            names.TryGetValue((year, wish), out var known) && known != name);
        if (free != code)
        {
            Note(source, year, code, "merger.cover-renamed", $"heißt im Ziel {free}; unter {code} steht dort "
                + $"„{names[(year, code)]}“.");
        }
        else if (names.ContainsKey((year, code)))
        {
            Note(source, year, code, "merger.cover-joined", "und der gleichnamige, den es im Ziel dann schon gibt, "
                + "werden einer.");
        }
        names[(year, free)] = name;
        return free;
    }

    void Move(Body source, CoverLine from, CoverLine to)
    {
        if (standing.TryGetValue((to.Year, to.Key), out var other) && other != to.Code)
        {
            findings.Add(new Finding(0, $"cover/{source.Code}/{from.Year}/{from.Key}", new Rejection(
                "merger.cover-group", $"Die Haushaltsposition {from.Year} {from.Key} der {source.Code} ist im "
                + $"Deckungskreis {from.Code}, die Position {to.Key} des Ziels aber schon im Deckungskreis {other}; "
                + "eine Position kann nur in einem sein.")));
            return;
        }
        standing[(to.Year, to.Key)] = to.Code;
        moves.Add(new CoverMove(source, from, to));
    }

    /// <summary>Whose money stands on a line of a group without having been in it.</summary>
    void TellWidened(List<BudgetMove> values)
    {
        var arrived = moves.ToDictionary(move => (move.Source, move.From.Year, move.From.Key), move => move.To.Code);
        var own = target.Covers.Select(line => (line.Year, line.Key)).ToHashSet();
        var told = target.Budget.Where(amount => !own.Contains((amount.Year, amount.Key)))
            .Select(amount => (target.Body, amount.Year, amount.Key))
            .Concat(values.Where(move => !arrived.ContainsKey((move.Source, move.From.Year, move.From.Key)))
                .Select(move => (Body: move.Source, move.From.Year, Key: move.To)))
            .Where(it => standing.ContainsKey((it.Year, it.Key))).Distinct();
        foreach (var (body, year, key) in told)
        {
            notes.Add(new Finding(0, $"cover/{body.Code}/{year}/{key}", new Rejection("merger.cover-widened",
                $"Was die {body.Code} {year} auf {key} hat, gehört im Ziel zum Deckungskreis {standing[(year, key)]}, "
                + "dem es bisher nicht angehörte.")));
        }
    }

    void Note(Body source, int year, string code, string kind, string what) => notes.Add(new Finding(
        0, $"cover/{source.Code}/{year}/{code}",
        new Rejection(kind, $"Der Deckungskreis {year} {code} der {source.Code} {what}")));
}
