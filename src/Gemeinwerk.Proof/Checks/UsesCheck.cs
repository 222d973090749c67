using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Gemeinwerk.Proof.Certificates;
using Gemeinwerk.Proof.Notes;

namespace Gemeinwerk.Proof.Checks;

/// <summary>
/// Point 10: each use stands in the certificate once with the fate that follows from its days and from what became of
/// its item and its member; the target's new uses are what the weights make of those that arrived, and nothing else.
/// </summary>
sealed class UsesCheck
{
    /// <summary>Of one member in one item; nobody has that many, and their fractions grow with each.</summary>
    const int MostTogether = 1000;

    /// <summary>A use on its way: in the target's keys, from the effective day on, its weight still to be divided.
    /// </summary>
    sealed record Arrival(CertifiedUseMove Move, long Item, long Member, long Since)
    {
        public (string Body, long Id) From => (Move.Body, Move.Use.Item);

        public bool IsOn(long day) => Since <= day && (Move.Use.Until == 0 || day < Move.Use.Until);
    }

    readonly Certificate certificate;
    readonly Point point;
    readonly Dictionary<(string Body, long Id), CertifiedMove> items = [];
    readonly List<Arrival> arrivals = [];
    readonly HashSet<long> reached = [];

    public UsesCheck(Certificate certificate, Point point)
    {
        (this.certificate, this.point) = (certificate, point);
        foreach (var move in certificate.InventoryMoves) items.TryAdd((move.Body, move.Id), move);
    }

    public void Run()
    {
        foreach (var move in certificate.Uses.Where(move => move.Body != certificate.Target)) CheckFate(move);
        reached.UnionWith(arrivals.Select(arrival => arrival.Item));
        foreach (var move in certificate.Uses.Where(move => move.Body == certificate.Target)) CheckOwn(move);
        foreach (var item in arrivals.GroupBy(arrival => arrival.Item)) CheckWeights([.. item]);
        CompareNew();
        CheckMoments();
    }

    bool IsOver(CertifiedUse use) => use.Until != 0 && use.Until <= certificate.EffectiveDay;

    void CheckFate(CertifiedUseMove move)
    {
        var use = move.Use;
        if (!items.TryGetValue((move.Body, use.Item), out var item)
            || !items.TryGetValue((move.Body, use.Member), out var member) || member.Kind != "member")
        {
            Fail(move.Line, $"Nutzung {use.Id} der {move.Body}: Stück {use.Item} oder Mitglied {use.Member} steht "
                + "nicht im Abschnitt [inventory].");
            return;
        }
        var fate = IsOver(use) ? UseFates.History
            : item.Target == 0 || member.Target == 0 ? UseFates.Retired
            : UseFates.Arrived;
        if (move.Fate != fate)
            Fail(move.Line, $"Nutzung {use.Id} der {move.Body} ist „{move.Fate}“ statt „{fate}“.");
        if (fate == UseFates.Arrived) Arrive(move, item.Target, member.Target);
    }

    void CheckOwn(CertifiedUseMove move)
    {
        var isShared = !IsOver(move.Use) && reached.Contains(move.Use.Item);
        var fate = isShared ? UseFates.Reshared : UseFates.Kept;
        if (move.Fate != fate)
            Fail(move.Line, $"Nutzung {move.Use.Id} des Ziels ist „{move.Fate}“ statt „{fate}“.");
        if (isShared) Arrive(move, move.Use.Item, move.Use.Member);
    }

    void Arrive(CertifiedUseMove move, long item, long member) =>
        arrivals.Add(new Arrival(move, item, member, Math.Max(move.Use.Since, certificate.EffectiveDay)));

    /// <summary>Where several former items bring users to one, each has one weight; else none has.</summary>
    void CheckWeights(List<Arrival> item)
    {
        var parts = item.GroupBy(arrival => arrival.From).ToList();
        foreach (var part in parts)
            foreach (var arrival in part)
                if ((arrival.Move.Weight > 0) != parts.Count > 1 || arrival.Move.Weight != part.First().Move.Weight)
                    Fail(arrival.Move.Line, $"Nutzung {arrival.Move.Use.Id} der {arrival.Move.Body}: "
                        + (parts.Count > 1 ? "jedes frühere Stück hat an einem gemeinsamen ein Gewicht."
                            : "ein Stück, das allein Nutzer bringt, hat kein Gewicht."));
    }

    void CompareNew()
    {
        var stated = certificate.NewUses.ToLookup(use => (use.Item, use.Member, use.Since));
        var last = certificate.Uses.Where(move => move.Body == certificate.Target)
            .Select(move => move.Use.Id).DefaultIfEmpty().Max();
        var known = new HashSet<CertifiedUse>();
        foreach (var item in arrivals.GroupBy(arrival => arrival.Item))
        {
            var weights = item.GroupBy(arrival => arrival.From)
                .ToDictionary(part => part.Key, part => Math.Max(1, part.First().Move.Weight));
            var all = weights.Values.Aggregate(BigInteger.Zero, (sum, weight) => sum + weight);
            foreach (var member in item.GroupBy(arrival => arrival.Member))
                Compare([.. member], weights, all, stated, known);
        }
        foreach (var use in certificate.NewUses.Where(use => !known.Contains(use)))
            Fail(use.Line, $"die neue Nutzung {use.Id} kommt aus keiner, die übergeht.");
        foreach (var use in certificate.NewUses)
        {
            if (use.Id <= last)
                Fail(use.Line, $"den Schlüssel {use.Id} hatte das Ziel schon vergeben; der letzte war {last}.");
            last = Math.Max(last, use.Id);
        }
    }

    void Compare(List<Arrival> member, Dictionary<(string, long), long> weights, BigInteger all,
        ILookup<(long, long, long), CertifiedUse> stated, HashSet<CertifiedUse> known)
    {
        if (member.Count > MostTogether)
        {
            Fail(member[MostTogether].Move.Line, $"mehr als {German.Count(MostTogether)} Nutzungen eines Mitglieds an "
                + "einem Stück gehen über; das wird nicht geprüft.");
            return;
        }
        var days = member.Select(arrival => arrival.Since)
            .Concat(member.Select(arrival => arrival.Move.Use.Until).Where(day => day > 0)).Distinct().Order().ToList();
        for (var at = 0; at < days.Count; at++)
        {
            var on = member.FindAll(arrival => arrival.IsOn(days[at]));
            if (on.Count == 0) continue;
            var (numerator, denominator) = (BigInteger.Zero, BigInteger.One);
            foreach (var arrival in on)
            {
                var under = arrival.Move.Use.Denominator * all;
                numerator = numerator * under + arrival.Move.Use.Numerator * weights[arrival.From] * denominator;
                denominator *= under;
            }
            var until = at + 1 < days.Count ? days[at + 1] : 0;
            var origin = string.Join("; ", on.Select(arrival => $"Zeile {arrival.Move.Line}"));
            if (stated[(on[0].Item, on[0].Member, days[at])].FirstOrDefault() is not { } use)
                Fail(on[0].Move.Line, $"was Mitglied {on[0].Member} ab {Exports.Days.Text(days[at])} von Stück "
                    + $"{on[0].Item} nutzt, ist im Ziel nicht angekommen ({origin}).");
            else if (known.Add(use)
                && (use.Until != until || use.Numerator * denominator != numerator * use.Denominator))
                Fail(use.Line, $"die neue Nutzung {use.Id} hat nicht den Anteil oder das Ende, die aus {origin} "
                    + "folgen.");
        }
    }

    void CheckMoments()
    {
        foreach (var body in certificate.Bodies.Distinct())
        {
            var own = certificate.Uses.Where(move => move.Body == body).ToList();
            for (var at = 1; at < own.Count; at++)
                if (own[at].Use.Id <= own[at - 1].Use.Id)
                    Fail(own[at].Line, $"Nutzung {own[at].Use.Id} steht nach Nutzung {own[at - 1].Use.Id}.");
            Check(body, "before", own.Select(move => move.Use));
            Check(body, "after", body == certificate.Target
                ? own.Where(move => move.Fate == UseFates.Kept || move.Use.Since < certificate.EffectiveDay)
                    .Select(move => move.Fate == UseFates.Kept ? move.Use
                        : move.Use with { Until = certificate.EffectiveDay }).Concat(certificate.NewUses)
                : own.Select(move => move.Use));
        }
    }

    void Check(string body, string name, IEnumerable<CertifiedUse> uses)
    {
        if (!certificate.UseMoments.TryGetValue((body, name), out var stated)) return;
        var log = new Frontier();
        foreach (var use in uses.OrderBy(use => use.Id)) log.Add(Leaf(body, use));
        if (log.Size != stated.Size || !log.Root().AsSpan().SequenceEqual(stated.Root))
            Fail(stated.Line, $"Zahl oder Wurzel der Nutzungen „{body} {name}“ ist nicht die der "
                + $"{German.Count(log.Size)} Nutzungen, die aus den Zeilen folgen.");
    }

    static byte[] Leaf(string body, CertifiedUse use)
    {
        var name = Encoding.UTF8.GetBytes($"gemeinwerk/{body}/uses");
        long[] numbers = [use.Id, use.Item, use.Member, use.Since, use.Until, use.Numerator, use.Denominator];
        var form = new byte[2 + 4 + name.Length + 8 * numbers.Length];
        form[1] = 1;
        BinaryPrimitives.WriteInt32BigEndian(form.AsSpan(2), name.Length);
        name.CopyTo(form, 6);
        for (var at = 0; at < numbers.Length; at++)
            BinaryPrimitives.WriteInt64BigEndian(form.AsSpan(6 + name.Length + 8 * at), numbers[at]);
        return SHA256.HashData(form);
    }

    void Fail(int line, string message) => point.Fail(certificate.File, line, message);
}
