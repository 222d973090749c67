using System.Globalization;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Merger;

/// <summary>
/// Finds for each number of a source the number in the target, plans what has to be created there, and collects what is
/// missing or does not fit. Each number is answered once.
/// </summary>
sealed class MappingResolver(MergerCase merger, BookSnapshot target, MappingTable mapping, List<Finding> findings)
{
    readonly Dictionary<(MappingKind, string, string), string?> answers = [];
    readonly Dictionary<string, Account> accounts = target.Accounts.Values.ToDictionary(account => account.Number);
    readonly Dictionary<MappingKind, HashSet<string>> taken = new()
    {
        [MappingKind.Product] = [.. target.Products.Values.Select(product => product.Code)],
        [MappingKind.CostCentre] = [.. target.CostCentres.Values.Select(centre => centre.Code)],
        [MappingKind.Party] = [.. target.Parties.Values.Select(party => party.Number)],
    };
    readonly Dictionary<(MappingKind, string), string> created = [];
    readonly List<AccountDraft> newAccounts = [];
    readonly List<(string, string)> newProducts = [], newCentres = [];
    readonly List<Party> newParties = [];

    public NewInTarget New => new(newAccounts, newProducts, newCentres, newParties);

    public MappingTable Resolved => new(mapping.Lines.Select(line =>
        answers.GetValueOrDefault((line.Kind, line.SourceBody, line.Source)) is { } number
            ? line with { Target = number } : line));

    /// <summary>Answers every line of the mapping, also those that no balance needs, so that all faults are
    /// found.</summary>
    public void ResolveAll(IReadOnlyList<BookSnapshot> sources)
    {
        var books = sources.ToDictionary(source => source.Body.Code);
        foreach (var line in mapping.Lines
            .OrderBy(line => line.Kind).ThenBy(line =>
                merger.Sources.ToList().FindIndex(s => s.Code == line.SourceBody))
            .ThenBy(line => line.Source, StringComparer.Ordinal))
        {
            if (!Exists(books[line.SourceBody], line))
            {
                Fail(line.Kind, line.SourceBody, line.Source, "merger.source-unknown", "gibt es in der Quelle nicht.");
            }
        }
    }

    public string? Account(BookSnapshot source, Account account) =>
        Answer(MappingKind.Account, source.Body, account.Number, line => AccountFor(source, account, line));

    public string? Product(BookSnapshot source, Id<Product>? product) => product is not { } id ? null
        : Answer(MappingKind.Product, source.Body, source.Products[id].Code, line =>
            Dimension(line, source.Products[id].Name, newProducts));

    public string? CostCentre(BookSnapshot source, Id<CostCentre>? centre) => centre is not { } id ? null
        : Answer(MappingKind.CostCentre, source.Body, source.CostCentres[id].Code, line =>
            Dimension(line, source.CostCentres[id].Name, newCentres));

    public string? Party(BookSnapshot source, Party party) =>
        Answer(MappingKind.Party, source.Body, party.Number, line =>
        {
            if (!line.IsNew) return Known(line, taken[MappingKind.Party]);
            return Create(line, 40, number => newParties.Add(party with { Number = number }));
        });

    bool Exists(BookSnapshot source, MappingLine line)
    {
        switch (line.Kind)
        {
            case MappingKind.Account:
                var account = source.Accounts.Values.FirstOrDefault(a => a.Number == line.Source);
                if (account is not null) Account(source, account);
                return account is not null;
            case MappingKind.Product:
                var product = source.Products.Values.FirstOrDefault(p => p.Code == line.Source);
                if (product is not null) Product(source, product.Id);
                return product is not null;
            case MappingKind.CostCentre:
                var centre = source.CostCentres.Values.FirstOrDefault(c => c.Code == line.Source);
                if (centre is not null) CostCentre(source, centre.Id);
                return centre is not null;
            case MappingKind.Party:
                var party = source.Parties.Values.FirstOrDefault(p => p.Number == line.Source);
                // New parties are made only for items that move: one against a body of the merger itself is not needed.
                if (party is not null && !line.IsNew) Party(source, party);
                return party is not null;
            case MappingKind.Item: return source.Items.Any(item => item.Item.Number == line.Source);
            default: return source.Assets.Any(asset => asset.Number == line.Source);
        }
    }

    string? Answer(MappingKind kind, Body body, string number, Func<MappingLine, string?> find)
    {
        if (answers.TryGetValue((kind, body.Code, number), out var known)) return known;
        var line = mapping.Find(kind, body.Code, number);
        if (line is null) Fail(kind, body.Code, number, "merger.unmapped", "ist keinem Ziel zugeordnet.");
        return answers[(kind, body.Code, number)] = line is null ? null : find(line);
    }

    string? AccountFor(BookSnapshot source, Account account, MappingLine line)
    {
        var number = line.IsNew ? NewAccount(source, account, line) : line.Target;
        if (number is null) return null;
        if (!accounts.TryGetValue(number, out var there))
        {
            Fail(line, "merger.target-unknown", $"das Konto {number} gibt es im Ziel nicht.");
            return null;
        }
        if (there.RetiredOn <= merger.EffectiveOn)
        {
            Fail(line, "merger.target-retired", $"das Konto {number} des Ziels ist stillgelegt.");
        }
        if (MappingRules.Refuse(account, there) is { } why)
        {
            Fail(line, "merger.account-type", $"passt nicht zum Konto {number} des Ziels: {why}");
        }
        return number;
    }

    string? NewAccount(BookSnapshot source, Account account, MappingLine line)
    {
        var wish = line.WishedNumber ?? account.Number;
        if (created.ContainsKey((MappingKind.Account, wish)) && (line.WishedNumber is not null
            || Same(accounts[wish], account))) return wish;
        if (line.WishedNumber is null && source.Body.Framework != target.Body.Framework)
        {
            Fail(line, "merger.new-account-number",
                "kommt aus einem anderen Rechnungswesen; ein neues Konto braucht eine Nummer des Ziels (NEU=Nummer).");
            return null;
        }
        if (accounts.ContainsKey(wish))
        {
            if (line.WishedNumber is not null)
            {
                Fail(line, "merger.number-taken", $"das Konto {wish} gibt es im Ziel schon.");
                return null;
            }
            wish = FreeAccountNumber(wish);
        }
        if (!AccountNumber.Parse(wish).Ok(out var number, out var why))
        {
            findings.Add(new Finding(0, Place(line.Kind, line.SourceBody, line.Source), why));
            return null;
        }
        var role = account.Role == AccountRole.Result && accounts.Values.Any(a => a.Role == AccountRole.Result)
            ? AccountRole.None : account.Role;
        newAccounts.Add(new AccountDraft(number, account.Name, account.Kind, role));
        accounts.Add(wish, account with { Number = wish, Role = role, RetiredOn = null });
        return created[(MappingKind.Account, wish)] = wish;
    }

    /// <summary>The next number of the same type (first three digits), so that statements show it on the same
    /// line.</summary>
    string FreeAccountNumber(string number)
    {
        for (var length = Math.Max(number.Length, 4); length <= 8; length++)
        {
            var most = (int)Math.Pow(10, length - 3);
            for (var i = 1; i < most; i++)
            {
                var free = number[..3] + i.ToString(CultureInfo.InvariantCulture).PadLeft(length - 3, '0');
                if (!accounts.ContainsKey(free)) return free;
            }
        }
        return number;
    }

    static bool Same(Account there, Account account) =>
        (there.Name, there.Kind, there.Role) == (account.Name, account.Kind, account.Role);

    string? Dimension(MappingLine line, string name, List<(string, string)> drafts)
    {
        if (!line.IsNew) return Known(line, taken[line.Kind]);
        // Two sources with the same code and name mean the same.
        return drafts.Contains((line.Source, name)) && line.WishedNumber is null
            ? line.Source
            : Create(line, 20, code => drafts.Add((code, name)));
    }

    string? Known(MappingLine line, HashSet<string> numbers)
    {
        if (numbers.Contains(line.Target)) return line.Target;
        Fail(line, "merger.target-unknown", $"„{line.Target}“ gibt es im Ziel nicht.");
        return null;
    }

    string? Create(MappingLine line, int longest, Action<string> create)
    {
        var numbers = taken[line.Kind];
        var wish = line.WishedNumber;
        if (wish is not null && created.TryGetValue((line.Kind, wish), out var shared)) return shared;
        if (wish is not null && numbers.Contains(wish))
        {
            Fail(line, "merger.number-taken", $"„{wish}“ gibt es im Ziel schon.");
            return null;
        }
        var number = wish ?? FreeNumber.For(line.SourceBody, line.Source, longest, numbers.Contains);
        if (Texts.Refuse(number, longest) is { } why)
        {
            Fail(line, "merger.number", $"„{number}“ {why}");
            return null;
        }
        numbers.Add(number);
        create(number);
        return created[(line.Kind, number)] = number;
    }

    void Fail(MappingLine line, string code, string what) => Fail(line.Kind, line.SourceBody, line.Source, code, what);

    void Fail(MappingKind kind, string body, string number, string code, string what) =>
        findings.Add(new Finding(0, Place(kind, body, number),
            new Rejection(code, $"{kind.German()} {number} der {body}: {what}")));

    internal static string Place(MappingKind kind, string body, string number) => $"{kind.Code()}/{body}/{number}";
}

/// <summary>Numbers that are kept where they are free and made unique where they are not.</summary>
static class FreeNumber
{
    /// <summary>The number itself, or <c>body:number</c>, or <c>body:number:2</c> and so on; cut to fit.</summary>
    internal static string For(string body, string number, int longest, Func<string, bool> isTaken)
    {
        if (number.Length <= longest && !isTaken(number)) return number;
        for (var i = 1; ; i++)
        {
            var suffix = i == 1 ? "" : $":{i}";
            var full = $"{body}:{number}";
            var free = full[..Math.Min(full.Length, longest - suffix.Length)] + suffix;
            if (!isTaken(free)) return free;
        }
    }
}
