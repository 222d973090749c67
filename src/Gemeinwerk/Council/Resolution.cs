using System.Security.Cryptography;
using System.Text;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Council;

/// <summary>A resolution (Beschluss): immutable and numbered.</summary>
/// <param name="No">Gapless from 1 in the body.</param>
/// <param name="Tally">What was counted, and what was needed.</param>
/// <param name="StatuteHash">Of the statute that it adopts; null where it adopts none.</param>
public sealed record Resolution(
    int No, int Sitting, int Item, DateOnly On, MotionKind Kind, string Title, string Motion, bool IsPublic,
    Tally Tally, int? Statute, string? StatuteHash, string? Merger, Candidate? Candidate, Interim? Interim,
    Approval? Approval, IReadOnlyList<Publication> Publications, DateTimeOffset Modified)
{
    public bool IsPassed => Tally.IsPassed;

    /// <summary>The head's order to publish it; null while there is none.</summary>
    public PublicationOrder? Order { get; init; }

    /// <summary>As it is cited: <c>3/2017</c>.</summary>
    public string Citation => $"{No}/{On.Year}";

    /// <summary>SHA-256 of the motion's text, lower-case hexadecimal.</summary>
    public string TextHash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Motion)));

    public bool IsPublished => Publications.Count > 0;
}

/// <summary>The head's order to publish an adopted statute (Bekanntmachungsanordnung).</summary>
public sealed record PublicationOrder(string Signer, DateOnly On);

/// <summary>What was published, where and when.</summary>
public sealed record Publication(string Gazette, DateOnly On, string Reference);

/// <summary>An approval (Genehmigung) by the supervisory authority, or a notification of it (Anzeige).</summary>
/// <param name="Answer">Null while there is none.</param>
public sealed record Approval(
    string Authority, DateOnly AskedOn, bool IsNotification, MotionKind Kind, ApprovalAnswer? Answer,
    DateOnly? AnsweredOn, string? Reference)
{
    /// <summary>The day from which on it is deemed given where nobody answers (§ 10 (1), § 20 (4)); null where the law
    /// knows no such thing.</summary>
    public DateOnly? DeemedOn => AssociationRule.Of("deemed-approval", AskedOn) is var rule && rule.Concerns(Kind)
        && !IsNotification
            ? rule.After(AskedOn).AddDays(1)
            : null;

    /// <summary>Whether it stands on a day.</summary>
    public bool IsGiven(DateOnly on) => Answer switch
    {
        ApprovalAnswer.Given => AnsweredOn <= on,
        null => IsNotification ? AskedOn <= on : DeemedOn <= on,
        _ => false,
    };

    /// <summary>German, for people.</summary>
    public string State(DateOnly on) => Answer switch
    {
        ApprovalAnswer.Given => $"genehmigt am {German.Date(AnsweredOn!.Value)}",
        ApprovalAnswer.Refused => $"versagt am {German.Date(AnsweredOn!.Value)}",
        ApprovalAnswer.ChangesAsked => $"Änderungen verlangt am {German.Date(AnsweredOn!.Value)}",
        _ when IsNotification => $"angezeigt am {German.Date(AskedOn)}",
        _ when IsGiven(on) => $"gilt seit dem {German.Date(DeemedOn!.Value)} als erteilt",
        _ => $"beantragt am {German.Date(AskedOn)}",
    };
}
