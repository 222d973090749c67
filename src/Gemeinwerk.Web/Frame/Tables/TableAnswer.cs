namespace Gemeinwerk.Web.Frame.Tables;

/// <summary>Answers with a table: as a page, or as a file where <c>?format=</c> asks for one.</summary>
public static class TableAnswer
{
    public static async Task<IResult> Of<T>(
        Visit visit, Table<T> table, Rows<T> rows, Func<TablePage<T>, IResult> page)
    {
        var state = new TableState(visit.Http.Request);
        var wanted = visit.Query["format"].ToString();
        if (TableFile.Formats.FirstOrDefault(it => it.Format == wanted) is { Format: not null } format)
        {
            var written = await visit.Read(db => TableFile.Write(format.Format, table, rows.Each(db, table, state)));
            if (!written.Ok(out var file, out var why)) return Errors.Page(why);
            var owner = visit.BodyOrNone is { } body ? $"{body.Code}-" : "";
            return Results.Stream(file, format.Type, $"{owner}{table.Name}.{format.Format}");
        }
        return page(await visit.Read(db => rows.Page(db, table, state)));
    }
}
