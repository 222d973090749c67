using System.Globalization;
using System.Runtime.CompilerServices;
using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Web.Frame;

/// <summary>
/// One request: who asks, for which body, and the door to the database. Handlers take it as their parameter; what they
/// read or write goes through here, so that walls between bodies have one place to stand.
/// </summary>
/// <param name="database">Whole; for the names of the visitor's bodies alone.</param>
/// <param name="door">The database as far as the request concerns it.</param>
public sealed class Visit(HttpContext http, Database database, Database door, Visitor? visitor, Body? body)
{
    public HttpContext Http { get; } = http;

    public IQueryCollection Query => Http.Request.Query;

    /// <summary>Null on public addresses.</summary>
    public Visitor? WhoOrNobody { get; } = visitor;

    public Visitor Who => WhoOrNobody ?? throw new InvalidOperationException("The address is public.");

    /// <summary>Null on addresses that concern no body.</summary>
    public Body? BodyOrNone { get; } = body;

    public Body Body => BodyOrNone ?? throw new InvalidOperationException("The address concerns no body.");

    /// <summary>The start of every address of the body.</summary>
    public string Home => $"/b/{Body.Code}";

    public bool May(BodyRoles anyOf) => BodyOrNone is not null && WhoOrNobody?.Is(anyOf, BodyOrNone) == true;

    /// <summary>What the request reads and writes, behind its wall; also for work that goes on after it.</summary>
    public Database Door { get; } = door;

    public Task<T> Read<T>(Func<Session, Task<T>> read) => Door.Read(read);

    /// <summary>One act on the body's book, in the name of the visitor; its change log says so.</summary>
    public Task<Result<T>> Act<T>(
        Func<Work, Book, Task<Result<T>>> act, [CallerFilePath] string file = "",
        [CallerMemberName] string member = "") =>
        Door.Act(Who.Name, async work =>
        {
            var done = await act(work, await Book.Open(work, Body));
            if (done.Rejection is not null) return done;
            var path = Http.Request.Path.ToUriComponent();
            await AuditTrail.Append(work, Body.AuditLog(), "web.act", path[..Math.Min(path.Length, 500)]);
            return done;
        }, file, member);

    /// <summary>The bodies that exist for the visitor, by code.</summary>
    public async Task<IReadOnlyList<Body>> Bodies() => WhoOrNobody is { } who
        ? await database.Read(who.Bodies)
        : [];

    /// <summary>A day of the query string, <c>?on=2026-01-31</c>; null where it is missing or none.</summary>
    public DateOnly? DayOf(string name) => Day.TryParse(Query[name].ToString(), out var day) ? day : null;

    public int? NumberOf(string name) =>
        int.TryParse(Query[name].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>Something of the application: translations, the clock, work in the background.</summary>
    public T Service<T>()
        where T : notnull => Http.RequestServices.GetRequiredService<T>();

    public static Visit Of(HttpContext http) =>
        http.Features.Get<Visit>() ?? throw new InvalidOperationException("The request did not pass the gate.");

    /// <summary>For pages about requests that failed before anybody was asked who they are.</summary>
    internal static Visit OfNobody(HttpContext http)
    {
        var database = http.RequestServices.GetRequiredService<Database>();
        return new(http, database, database.Behind(), null, null);
    }

    /// <summary>How handlers get it as a parameter.</summary>
    public static ValueTask<Visit?> BindAsync(HttpContext http) => ValueTask.FromResult<Visit?>(Of(http));
}
