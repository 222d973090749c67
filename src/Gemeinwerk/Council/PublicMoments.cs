namespace Gemeinwerk.Council;

/// <summary>
/// When public things came to be and last changed, from those events alone that anybody may see: that an instruction
/// was given or a ballot cast moves nothing.
/// </summary>
sealed class PublicMoments
{
    /// <summary>The association as a whole.</summary>
    internal const string All = "all";

    readonly Dictionary<string, Moments> moments = [];
    readonly HashSet<(int Sitting, int Item)> publicItems = [];
    readonly Dictionary<int, bool> publicResolutions = [];
    readonly List<(string Member, string Person)> seats = [];

    internal static PublicMoments Of(IEnumerable<CouncilRecord> records)
    {
        var all = new PublicMoments();
        foreach (var record in records)
        {
            foreach (var name in all.Names(record.Event)) all.Touch(name, record.At);
        }
        return all;
    }

    internal Moments Of(string name) => moments.GetValueOrDefault(name);

    void Touch(string name, DateTimeOffset at) =>
        moments[name] = moments.TryGetValue(name, out var known) ? known with { Modified = at } : new Moments(at, at);

    List<string> Names(CouncilEvent happened)
    {
        switch (happened)
        {
            case MemberJoined it: return [All, $"member {it.Member}"];
            case MemberLeft it: return [All, $"member {it.Member}"];
            case MemberSucceeded it: return [All, $"member {it.Member}", $"member {it.Successor}"];
            case DelegateAppointed it:
                seats.Add((it.Member, it.Person));
                return [All, $"seat {seats.Count}", $"member {it.Member}"];
            case DelegateEnded it:
                return [All, $"seat {seats.FindLastIndex(seat => seat == (it.Member, it.Person)) + 1}",
                    $"member {it.Member}"];
            case StatuteStarted or AssociationArose or AssociationFormed or GroundGone: return [All];
            case SittingCalled it: return [All, $"sitting {it.Sitting}"];
            case SittingCancelled it: return Whole(it.Sitting);
            case SittingOpened it: return [$"sitting {it.Sitting}"];
            case SittingClosed it: return [$"sitting {it.Sitting}"];
            case ItemPlaced { IsPublic: true } it:
                publicItems.Add((it.Sitting, it.Item));
                return Item(it.Sitting, it.Item);
            case ItemWithdrawn it: return Item(it.Sitting, it.Item);
            case VoteClosed it:
                var (no, isPublic) = (publicResolutions.Count + 1, publicItems.Contains((it.Sitting, it.Item)));
                publicResolutions[no] = isPublic;
                return isPublic ? [$"resolution {no}", .. Item(it.Sitting, it.Item)] : [];
            case ApprovalAsked it: return Resolution(it.Resolution);
            case ApprovalAnswered it: return Resolution(it.Resolution);
            case Published it: return Resolution(it.Resolution);
            default: return [];
        }
    }

    /// <summary>A sitting that is cancelled takes its items along.</summary>
    List<string> Whole(int sitting) =>
    [
        $"sitting {sitting}",
        .. publicItems.Where(it => it.Sitting == sitting).Select(it => $"item {sitting}/{it.Item}"),
    ];

    List<string> Item(int sitting, int no) =>
        publicItems.Contains((sitting, no)) ? [$"sitting {sitting}", $"item {sitting}/{no}"] : [];

    List<string> Resolution(int no) => publicResolutions.GetValueOrDefault(no) ? [$"resolution {no}"] : [];
}
