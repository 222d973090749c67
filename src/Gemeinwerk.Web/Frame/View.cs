using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gemeinwerk.Web.Frame;

/// <summary>A page as a component that is rendered once, on the server, from one model.</summary>
public abstract class View<TModel> : ComponentBase
{
    [Parameter, EditorRequired]
    public required TModel Model { get; set; }

    /// <summary>The request that the page answers.</summary>
    [CascadingParameter]
    public required HttpContext Http { get; set; }

    protected Visit Visit => Frame.Visit.Of(Http);
}

public static class Show
{
    /// <summary>Answers with a page.</summary>
    public static IResult Page<TView, TModel>(TModel model, int status = StatusCodes.Status200OK)
        where TView : View<TModel> =>
        new RazorComponentResult<TView>(new Dictionary<string, object?> { [nameof(View<>.Model)] = model })
        {
            StatusCode = status,
        };
}
