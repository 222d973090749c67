using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger.Governance;

/// <summary>
/// What a merger that takes effect does in the records of the target's assembly: the members of the sources become its
/// own, the resolved statute is in force, and the clocks of §§ 22 (2) and (4) run.
/// </summary>
static class Succession
{
    /// <returns>Nothing, also where no body keeps its assembly here, or why the records do not let it.</returns>
    internal static async Task<Result<Nothing>> TakeEffect(Work work, MergerCase merger)
    {
        var target = await Councils.Read(work.Db, merger.Target.Id);
        var sources = new List<Assembly>();
        foreach (var source in merger.Sources) sources.Add(await Councils.Read(work.Db, source.Id));
        if (sources.Append(target).All(assembly => assembly.IsEmpty)) return default(Nothing);
        var isNew = merger.Form == MergerForm.Zusammenschluss;
        var resolution = (isNew ? sources : [target])
            .Select(assembly => assembly.Resolutions.LastOrDefault(it => it.Merger == merger.Code && it.IsPassed))
            .OfType<Council.Resolution>().FirstOrDefault();
        List<CouncilEvent> events =
        [
            new AssociationArose(merger.Code, merger.EffectiveOn, isNew, resolution?.Interim),
            .. sources.SelectMany(source => Members(source, target, merger)).DistinctBy(Number),
            .. resolution is null ? [] : Statute(merger, sources, target, resolution),
        ];
        return (await Councils.RecordAll(work, merger.Target, events)).Rejection is { } why ? why : default(Nothing);
    }

    internal static async Task TakeBack(Work work, MergerCase merger)
    {
        var target = await Councils.Read(work.Db, merger.Target.Id);
        if (target.Origins.All(origin => origin.Merger != merger.Code)) return;
        (await Councils.Record(work, merger.Target,
            new OriginWithdrawn(merger.Code, "Die Fusion ist rückgängig gemacht."))).Expect();
    }

    /// <summary>Members that the target does not have yet, each with the numbers of inhabitants that are known.
    /// </summary>
    static IEnumerable<CouncilEvent> Members(Assembly source, Assembly target, MergerCase merger)
    {
        foreach (var member in source.MembersOn(merger.LastDay))
        {
            if (target.Member(member.Number)?.IsOn(merger.EffectiveOn) == true) continue;
            yield return new MemberJoined(member.Number, member.Name, member.Kind, merger.EffectiveOn, null,
                Assembly.BasisOf(merger.Code), member.Furthers, member.WithDistricts ? true : null);
            var known = source.Populations.Where(it => it.Member == member.Number).MaxBy(it => it.On);
            if (known is not null && !target.Populations.Contains(known))
            {
                yield return new PopulationCounted(known.Member, known.Count, known.On, known.Source);
            }
        }
    }

    static (Type, string) Number(CouncilEvent happened) => (happened.GetType(), happened switch
    {
        MemberJoined it => it.Member,
        PopulationCounted it => it.Member,
        _ => "",
    });

    static IEnumerable<CouncilEvent> Statute(
        MergerCase merger, List<Assembly> sources, Assembly target, Council.Resolution resolution)
    {
        if (merger.Form == MergerForm.Eingliederung)
        {
            if (target.Statute(resolution.Statute!.Value)!.Start is null)
            {
                yield return new StatuteStarted(resolution.Statute.Value, merger.EffectiveOn, null);
            }
            yield break;
        }
        var known = target.Statutes.FirstOrDefault(statute => statute.Text.Hash == resolution.StatuteHash);
        if (known is null)
        {
            var text = sources.SelectMany(source => source.Statutes)
                .First(statute => statute.Text.Hash == resolution.StatuteHash).Text;
            yield return new StatuteDrafted(target.Statutes.Count + 1, text);
            yield return new StatuteAgreed(target.Statutes.Count + 1, resolution.On, Assembly.BasisOf(merger.Code));
        }
        var gazette = sources.SelectMany(source => source.Resolutions)
            .Where(it => it.Merger == merger.Code).SelectMany(it => it.Publications).First();
        yield return new StatuteStarted(known?.Version ?? target.Statutes.Count + 1, merger.EffectiveOn,
            $"{gazette.Gazette} {gazette.Reference}");
    }
}
