using Gemeinwerk.Basics;
using Microsoft.AspNetCore.Http.Metadata;

namespace Gemeinwerk.Web.Frame;

/// <summary>What an address asks of its visitor.</summary>
/// <param name="AnyOf">On addresses of a body: one of these roles in it.</param>
public sealed record Need(bool IsPublic, BodyRoles AnyOf)
{
    /// <summary>The part of the address that names a body that publishes.</summary>
    internal const string Publisher = "association";

    /// <summary>The address is one of a body that publishes; of any other there is nothing.</summary>
    public bool IsOfPublisher { get; init; }
}

/// <summary>Declares what an address needs; <see cref="Complete"/> holds that every one does.</summary>
public static class Needs
{
    /// <summary>The address concerns one body (<c>/b/{body}/…</c>) and needs one of these roles in it.</summary>
    public static TBuilder NeedsRole<TBuilder>(this TBuilder endpoint, BodyRoles anyOf)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new Need(false, anyOf));

    /// <summary>
    /// Anybody who is signed in; the page itself shows nothing of bodies where the visitor has no role.
    /// </summary>
    public static TBuilder NeedsSignIn<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new Need(false, BodyRoles.None));

    /// <summary>Anybody at all. Nothing that lies in a book may be shown here.</summary>
    public static TBuilder Public<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new Need(true, BodyRoles.None));

    /// <summary>
    /// Anybody at all, of a body that publishes (<c>{association}</c>, <c>[public] bodies</c>): what is shown is made
    /// from what is public alone.
    /// </summary>
    public static TBuilder PublicOfPublisher<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new Need(true, BodyRoles.None) { IsOfPublisher = true });

    /// <summary>The address takes more than forms usually send.</summary>
    public static TBuilder TakesFiles<TBuilder>(this TBuilder endpoint, long largestRequestBytes)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new LargestRequest(largestRequestBytes));

    sealed record LargestRequest(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;

    /// <summary>Fails the start of the program where an address declares nothing, twice, or too little.</summary>
    internal static void Complete(IEnumerable<EndpointDataSource> sources)
    {
        foreach (var endpoint in sources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>())
        {
            var needs = endpoint.Metadata.GetOrderedMetadata<Need>();
            Invariant.Holds(needs.Count == 1, $"{endpoint.DisplayName} declares exactly one need");
            var ofBody = endpoint.RoutePattern.GetParameter("body") is not null;
            var asksRole = needs[0].AnyOf != BodyRoles.None;
            var ofPublisher = endpoint.RoutePattern.GetParameter(Need.Publisher) is not null;
            Invariant.Holds(ofPublisher == needs[0].IsOfPublisher,
                $"{endpoint.DisplayName} names a publisher and says so, or neither");
            Invariant.Holds(ofBody == asksRole, $"{endpoint.DisplayName} names both body and role, or neither");
        }
    }
}
