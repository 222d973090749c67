using Gemeinwerk.Basics;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.Frame.Forms;

/// <summary>Something that is wrong with a form.</summary>
/// <param name="Field">The field's name, or empty where it concerns the whole.</param>
public sealed record FieldError(string Field, string Message);

/// <summary>What somebody typed into a form, and what is wrong with it; shown again until nothing is.</summary>
public sealed class FormInput
{
    const int LongestText = 4_000;

    readonly Dictionary<string, string> values = [];
    readonly List<FieldError> errors = [];
    IFormFileCollection files = new FormFileCollection();
    IStringLocalizer<Words>? words;

    public IReadOnlyList<FieldError> Errors => errors;

    public bool IsRefused => errors.Count > 0;

    /// <summary>A form as it is first shown.</summary>
    public static FormInput With(params IEnumerable<(string Field, string Value)> values)
    {
        var input = new FormInput();
        foreach (var (field, value) in values) input.values[field] = value;
        return input;
    }

    /// <summary>
    /// A form that was sent, which says what is wrong in the visitor's language. The gate has seen to it that it is one
    /// of ours.
    /// </summary>
    public static async Task<FormInput> Read(Visit visit)
    {
        var form = await visit.Http.Request.ReadFormAsync(visit.Http.RequestAborted);
        var input = With(form.Where(pair => !pair.Key.StartsWith("__", StringComparison.Ordinal))
            .Select(pair => (pair.Key, pair.Value.ToString())));
        input.files = form.Files;
        input.words = visit.Service<IStringLocalizer<Words>>();
        return input;
    }

    /// <summary>What an address asks, of a form that is sent with it.</summary>
    public static FormInput Asked(Visit visit)
    {
        var input = With(visit.Query.Select(pair => (pair.Key, pair.Value.ToString())));
        input.words = visit.Service<IStringLocalizer<Words>>();
        return input;
    }

    /// <summary>With what status a page answers that shows the form: 422 where something is wrong with it.</summary>
    public int Status => IsRefused ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;

    /// <summary>The same without anything wrong, with some values set.</summary>
    public FormInput Anew(params IEnumerable<(string Field, string Value)> changes) =>
        With(values.Select(pair => (pair.Key, pair.Value)).Concat(changes));

    public string Typed(string field) => values.GetValueOrDefault(field, "");

    /// <summary>The file that was chosen in a field, whole, or null where none was.</summary>
    public async Task<(string Name, byte[] Content)?> File(string field)
    {
        if (files.GetFile(field) is not { FileName.Length: > 0 } file) return null;
        using var content = new MemoryStream();
        await file.CopyToAsync(content);
        return (file.FileName, content.ToArray());
    }

    /// <summary>The files that were chosen in a field, which are read where they are needed.</summary>
    public IReadOnlyList<IFormFile> Files(string field) =>
        [.. files.GetFiles(field).Where(file => file.FileName.Length > 0)];

    public string? ErrorOf(string field) => errors.Find(error => error.Field == field)?.Message;

    /// <summary>A text without blanks around it; empty is an error.</summary>
    public string Text(string field, string label, int most = LongestText)
    {
        var text = Typed(field).Trim();
        if (Texts.Refuse(text, most) is null) return text;
        if (text.Length == 0) Refuse(field, Said("{0}: leer.", label));
        else if (text.Length > most) Refuse(field, Said("{0}: länger als {1} Zeichen.", label, German.Count(most)));
        else Refuse(field, Said("{0}: enthält Zeichen, die nicht erlaubt sind.", label));
        return text;
    }

    /// <summary>A day, as <c>2026-01-31</c> or <c>31.01.2026</c>.</summary>
    public DateOnly Day(string field, string label)
    {
        if (!Basics.Day.TryParse(Typed(field).Trim(), out var day))
        {
            Refuse(field, Said("{0}: kein Tag wie 31.01.2026.", label));
        }
        return day;
    }

    /// <summary>An amount in euros, with a comma, points between thousands allowed.</summary>
    public Money Amount(string field, string label)
    {
        var typed = Typed(field).Trim();
        var isGerman = typed.Contains(',', StringComparison.Ordinal);
        var plain = isGerman ? typed.Replace(".", "", StringComparison.Ordinal) : typed;
        if (!Money.TryParse(plain, out var amount)) Refuse(field, Said("{0}: kein Betrag wie 1.234,50.", label));
        return amount;
    }

    /// <summary>One of several, by its number; null where none is chosen. An unknown one is an error.</summary>
    public T? Choice<T>(
        string field, string label, IEnumerable<T> all, Func<T, string> number, bool isNeeded = false) where T : class
    {
        var typed = Typed(field).Trim();
        if (typed.Length == 0)
        {
            if (isNeeded) Refuse(field, Said("{0}: bitte angeben.", label));
            return null;
        }
        var chosen = all.FirstOrDefault(it => number(it) == typed);
        if (chosen is null) Refuse(field, Said("{0}: „{1}“ gibt es nicht.", label, Texts.Shown(typed)));
        return chosen;
    }

    string Said(string text, params object[] holes) => words is null
        ? string.Format(German.Culture, text, holes)
        : words[text, holes].Value;

    public void Refuse(string field, string message) => errors.Add(new FieldError(field, message));

    /// <summary>What somebody asked for, or the usual where it is refused, which is then said at the field.</summary>
    public T Or<T>(string field, Result<T> asked, T usual)
    {
        if (asked.Ok(out var value, out var why)) return value;
        Refuse(why, field);
        return usual;
    }

    /// <summary>A rejection of the domain, at the field that it is about where that is known.</summary>
    public void Refuse(Rejection why, string field = "") => Refuse(field, why.ToString());

    /// <summary>Findings of the domain; their fields are those of the form where they bear its names.</summary>
    public void Refuse(IEnumerable<Finding> findings)
    {
        foreach (var finding in findings) Refuse(finding.Field, finding.ToString());
    }
}
