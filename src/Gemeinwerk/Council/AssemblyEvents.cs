namespace Gemeinwerk.Council;

/// <summary>How events change an assembly.</summary>
public sealed partial class Assembly
{
    /// <summary>Takes an event in; whether it may be is for <see cref="CouncilRules"/>.</summary>
    internal void Apply(CouncilRecord record)
    {
        Size = record.No;
        switch (record.Event)
        {
            case MemberJoined it:
                members[it.Member] = new Member(it.Member, it.Name, it.Kind, it.Since, null, it.Basis)
                {
                    Furthers = it.Furthers,
                    WithDistricts = it.WithDistricts == true,
                    IsUnasked = record.No < demandsFrom || origins.Exists(origin => BasisOf(origin.Merger) == it.Basis),
                };
                break;
            case MemberLeft it:
                members[it.Member] = members[it.Member] with { Until = it.Until, Left = it.Reason };
                break;
            case MemberSucceeded it: Succeed(it, record.No < demandsFrom); break;
            case PopulationCounted it:
                populations.Add(new Population(it.Member, it.Count, it.On, it.Source));
                break;
            case VotesFixed it: fixedVotes.Add(new FixedVotes(it.Member, it.Votes, it.Since, it.Source)); break;
            case DelegateAppointed it:
                delegates.Add(new Delegate(
                    it.Member, it.Person, it.IsSubstitute, it.IsAdministration, it.From, it.Until, null));
                break;
            case DelegateEnded it:
                var seat = delegates.FindLastIndex(seat => seat.Member == it.Member && seat.Person == it.Person);
                delegates[seat] = delegates[seat] with { Ended = it.On };
                break;
            case TerminationGiven it:
                terminations.Add(new Termination(it.Member, it.On, it.Effective, it.Basis, it.Source));
                break;
            case SettlementMade it:
                settlements.Add(new Settlement(it.Member, it.AmountCents, it.IsByAuthority, it.On, it.Reference));
                break;
            case AssociationFormed it: natures.Add(new NatureOn(it.Nature, it.Since, it.Basis, null)); break;
            case GroundGone it:
                natures.Add(new NatureOn(AssociationNature.Voluntary, it.On, it.Reference, it.Authority));
                break;
            case OfficeHeld it: held.Add(it); break;
            case SettlementDisputed it: disputes.Add(it); break;
            case DeclarationMade it: declarations.Add(it); break;
            case AssociationArose it: origins.Add(it); break;
            case OriginWithdrawn it: Withdraw(it); break;
            case StatuteDrafted or StatuteAgreed or StatuteStarted: ApplyToStatutes(record); break;
            case ApprovalAsked or ApprovalAnswered or PublicationOrdered or Published:
                ApplyToResolutions(record);
                break;
            case LevyDrafted or LevyPartAdded or LevyCapSet or KeyCounted or LevyClaimed: break;
            default: ApplyToSittings(record); break;
        }
        levies.Apply(record.Event);
    }

    void Succeed(MemberSucceeded it, bool isOld)
    {
        members[it.Member] = members[it.Member] with { Until = it.On, Left = LeaveReason.Merger };
        members[it.Successor] = members.TryGetValue(it.Successor, out var known) && known.IsOn(it.On)
            ? known with { SucceededOn = it.On }
            : new Member(it.Successor, it.Name, it.Kind, it.On, null, it.Basis)
            {
                SucceededOn = it.On,
                IsUnasked = isOld || it.Kind == MemberKind.PublicBody,
            };
    }

    void Withdraw(OriginWithdrawn it)
    {
        var origin = origins.Single(origin => origin.Merger == it.Merger);
        origins.Remove(origin);
        foreach (var member in members.Values.Where(member =>
            member.Since == origin.On && member.Basis == BasisOf(it.Merger)).ToList())
        {
            members[member.Number] = member with { Until = member.Since, Left = LeaveReason.Merger };
        }
        for (var i = 0; i < statutes.Count; i++)
        {
            var isOfMerger = statutes[i].AdoptedBy is { } no ? Resolution(no)!.Merger == it.Merger : origin.IsNew;
            if (isOfMerger && statutes[i].Start == origin.On) statutes[i] = statutes[i] with { Start = null };
        }
    }

    /// <summary>The basis of members that a merger brought.</summary>
    public static string BasisOf(string merger) => $"Fusion {merger}";

    void ApplyToStatutes(CouncilRecord record)
    {
        switch (record.Event)
        {
            case StatuteDrafted it:
                statutes.Add(new Statute(it.Version, it.Text, null, null, null, null, record.At));
                break;
            case StatuteAgreed it:
                statutes[it.Version - 1] = statutes[it.Version - 1] with { AdoptedOn = it.On, Modified = record.At };
                break;
            case StatuteStarted it:
                statutes[it.Version - 1] = statutes[it.Version - 1] with
                {
                    Start = it.On,
                    Gazette = it.Gazette,
                    Modified = record.At,
                };
                break;
        }
    }

    void ApplyToResolutions(CouncilRecord record)
    {
        switch (record.Event)
        {
            case ApprovalAsked it:
                Change(it.Resolution, was => was with
                {
                    Approval = new Approval(it.Authority, it.On, it.IsNotification, was.Kind, null, null, null),
                });
                break;
            case ApprovalAnswered it:
                Change(it.Resolution, was => was with
                {
                    Approval = was.Approval! with { Answer = it.Answer, AnsweredOn = it.On, Reference = it.Reference },
                });
                break;
            case PublicationOrdered it:
                Change(it.Resolution, was => was with { Order = new PublicationOrder(it.Signer, it.On) });
                break;
            case Published it:
                Change(it.Resolution, was => was with
                {
                    Publications = [.. was.Publications, new Publication(it.Gazette, it.On, it.Reference)],
                });
                break;
        }

        void Change(int no, Func<Resolution, Resolution> to) =>
            resolutions[no - 1] = to(resolutions[no - 1]) with { Modified = record.At };
    }

    void ApplyToSittings(CouncilRecord record)
    {
        switch (record.Event)
        {
            case SittingCalled it:
                sittings.Add(new Sitting(it.Sitting, it.On, it.Time, it.Place, it.InvitedOn, it.Repeats,
                    SittingState.Called, null, null, [], new SortedDictionary<string, string>(StringComparer.Ordinal),
                    record.At, record.At));
                break;
            case SittingCancelled it:
                Change(it.Sitting, was => was with { State = SittingState.Cancelled, Reason = it.Reason });
                break;
            case SittingOpened it:
                Change(it.Sitting, was => was with { State = SittingState.Open, Chair = it.Chair });
                break;
            case SittingClosed it: Change(it.Sitting, was => was with { State = SittingState.Closed }); break;
            case Attended it: Change(it.Sitting, was => Attend(was, it)); break;
            case ItemPlaced it:
                Change(it.Sitting, was => was with
                {
                    Items = [.. was.Items, new AgendaItem(it.Item, it.Kind, it.Title, it.Motion, it.IsPublic,
                        it.Statute, it.Merger, it.Candidate, it.Interim, new Dictionary<string, Choice>(),
                        new Dictionary<string, Choice>(), null, null, record.At, record.At)],
                });
                break;
            case ItemWithdrawn it: ChangeItem(it.Sitting, it.Item, was => was with { Withdrawn = it.Reason }); break;
            case InstructionGiven it:
                ChangeItem(it.Sitting, it.Item, was => was with
                {
                    Instructions = With(was.Instructions, [new Ballot(it.Member, it.Choice)]),
                });
                break;
            case BallotsCast it:
                ChangeItem(it.Sitting, it.Item, was => was with { Ballots = With(was.Ballots, it.Ballots) });
                break;
            case VoteClosed it: Close(it); break;
            default: throw new InvalidOperationException($"Unknown event {record.Event.GetType().Name}.");
        }

        void Change(int no, Func<Sitting, Sitting> to) =>
            sittings[no - 1] = to(sittings[no - 1]) with { Modified = record.At };

        void ChangeItem(int sitting, int no, Func<AgendaItem, AgendaItem> to) => Change(sitting, was => was with
        {
            Items = [.. was.Items.Select(item => item.No == no ? to(item) with { Modified = record.At } : item)],
        });

        void Close(VoteClosed it)
        {
            var (sitting, no) = (sittings[it.Sitting - 1], resolutions.Count + 1);
            var item = sitting.Item(it.Item)!;
            var tally = Standing(sitting, item, it.Secret);
            resolutions.Add(new Resolution(no, sitting.No, item.No, sitting.On, item.Kind, item.Title, item.Motion,
                item.IsPublic, tally, item.Statute, item.Statute is { } version ? Statute(version)!.Text.Hash : null,
                item.Merger, item.Candidate, item.Interim, null, [], record.At));
            ChangeItem(it.Sitting, it.Item, was => was with { Resolution = no });
            if (tally.IsPassed && item.Statute is { } adopted)
            {
                statutes[adopted - 1] = statutes[adopted - 1] with
                {
                    AdoptedBy = no,
                    AdoptedOn = sitting.On,
                    Modified = record.At,
                };
            }
        }
    }

    Sitting Attend(Sitting was, Attended it) => was with
    {
        Present = Attend(was.Present, it),
        Comings = [.. was.Comings, new Coming(
            it.Member, it.Person, it.IsPresent, was.State == SittingState.Open,
            resolutions.LastOrDefault(last => last.Sitting == was.No)?.Item)],
    };

    static SortedDictionary<string, string> Attend(IReadOnlyDictionary<string, string> present, Attended it)
    {
        var now = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (member, person) in present) now.Add(member, person);
        if (it.IsPresent) now[it.Member] = it.Person;
        else now.Remove(it.Member);
        return now;
    }

    static Dictionary<string, Choice> With(IReadOnlyDictionary<string, Choice> known, IEnumerable<Ballot> ballots)
    {
        var now = new Dictionary<string, Choice>(known);
        foreach (var ballot in ballots) now[ballot.Member] = ballot.Choice;
        return now;
    }
}
