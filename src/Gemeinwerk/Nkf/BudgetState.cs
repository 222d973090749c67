using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Nkf;

/// <summary>What a line of the budget has and has used; amounts in the natural direction.</summary>
/// <param name="CoverGroup">The code of its group, or null.</param>
public sealed record BudgetUse(
    BudgetKey Key, Money Original, Money Supplementary, Money CarriedForward, Money Transfers, Money Approvals,
    Money Committed, Money Actual, string? CoverGroup)
{
    public Money Updated => Original + Supplementary + CarriedForward + Transfers + Approvals;

    /// <summary>Updated plan less commitments less actual (KomHVO NRW § 24 [U]); below zero where its cover group has
    /// the money.</summary>
    public Money Available => Updated - Committed - Actual;
}

/// <summary>What one account has used of a line of the budget, in the natural direction.</summary>
/// <param name="Account">Of a line for cash: the receipt or payment account.</param>
/// <param name="Product">The code of its product, or null.</param>
public sealed record BudgetPart(Account Account, string? Product, Money Amount);

/// <summary>What a posting does to the budget.</summary>
/// <param name="Line">Null where there is none.</param>
/// <param name="Amount">In the natural direction.</param>
/// <param name="Account">By which it belongs there; on a cash account the receipt or payment account.</param>
/// <param name="IsLimited">An expense or a payment for investments.</param>
readonly record struct BudgetEffect(
    BudgetLine? Line, BudgetKey Key, Money Amount, Id<Account> Account, bool IsLimited);

/// <summary>
/// The budget of one year with its use. A posting belongs to the line of its product with the longest matching
/// position, then to a line of the Ergebnis- or Finanzplan of that product, then to the same without product.
/// </summary>
sealed class BudgetState
{
    readonly Dictionary<BudgetKey, BudgetLine> lines;
    readonly Dictionary<long, BudgetUse> uses;
    readonly Dictionary<Id<Account>, Account> accounts;
    readonly Dictionary<Id<Product>, string> products;
    readonly StatementForm? results, cashFlow;

    BudgetState(Body body, List<BudgetLine> all, Dictionary<long, BudgetUse> uses, List<Account> chart,
        List<Product> codes)
    {
        lines = all.ToDictionary(line => line.Key);
        this.uses = uses;
        accounts = chart.ToDictionary(account => account.Id);
        products = codes.ToDictionary(product => product.Id, product => product.Code);
        results = StatementForm.Of(body.Framework, "teilergebnisplan") ?? StatementForm.Of(body.Framework,
            "ergebnisrechnung");
        cashFlow = StatementForm.Of(body.Framework, "finanzrechnung");
    }

    internal bool HasPlan => lines.Count > 0;

    /// <summary>By product and position.</summary>
    internal IEnumerable<BudgetUse> Uses => uses.Values
        .OrderBy(use => use.Key.Product, StringComparer.Ordinal).ThenBy(use => use.Key.Position,
            StringComparer.Ordinal);

    internal static async Task<BudgetState> Load(Session db, Body body, int year)
    {
        var all = await BudgetLines.All(db, body.Id, year);
        var groups = (await db.All($"""
            select cover_group_id, code from nkf_cover_group where body_id = {body.Id} and fiscal_year = {year}
            """, row => (Id: row.Number(), Code: row.Text()))).ToDictionary(group => group.Id, group => group.Code);
        var uses = all.ToDictionary(line => line.Id, line => new BudgetUse(line.Key, default, default, default, default,
            default, default, default, line.CoverGroup is { } id ? groups[id] : null));
        await ReadChanges(db, body.Id, year, uses);
        await ReadCommitments(db, body.Id, year, uses);
        var state = new BudgetState(
            body, all, uses, await Accounts.All(db, body.Id), await Dimensions.Products(db, body.Id));
        await state.ReadActuals(db, body.Id, year);
        return state;
    }

    static Task ReadChanges(Session db, Id<Body> body, int year, Dictionary<long, BudgetUse> uses) => db.Scan($"""
        select c.line_id, c.kind, cast(sum(c.amount) as bigint)
        from nkf_budget_change c join nkf_budget_line l on l.body_id = c.body_id and l.line_id = c.line_id
        where l.body_id = {body} and l.fiscal_year = {year} group by c.line_id, c.kind
        """, row =>
    {
        var (line, kind, amount) = (row.Number(), Codes.Parse<BudgetChangeKind>(row.Text()), row.Money());
        uses[line] = kind switch
        {
            BudgetChangeKind.Original => uses[line] with { Original = amount },
            BudgetChangeKind.Supplementary => uses[line] with { Supplementary = amount },
            BudgetChangeKind.CarriedForward => uses[line] with { CarriedForward = amount },
            BudgetChangeKind.Transfer => uses[line] with { Transfers = amount },
            _ => uses[line] with { Approvals = amount },
        };
    });

    static Task ReadCommitments(Session db, Id<Body> body, int year, Dictionary<long, BudgetUse> uses) => db.Scan($"""
        select m.line_id, m.amount, cast(coalesce(sum(u.amount), 0) as bigint)
        from nkf_commitment m
        join nkf_budget_line l on l.body_id = m.body_id and l.line_id = m.line_id
        left join nkf_commitment_use u on u.body_id = m.body_id and u.commitment_id = m.commitment_id
          and not exists (select 1 from ledger_entry r where r.body_id = u.body_id and r.reverses_no = u.entry_no)
        where m.body_id = {body} and l.fiscal_year = {year} and m.released_at is null
        group by m.commitment_id, m.line_id, m.amount
        """, row =>
    {
        var (line, bound, used) = (row.Number(), row.Money(), row.Money());
        if (bound > used) uses[line] = uses[line] with { Committed = uses[line].Committed + bound - used };
    });

    Task ReadActuals(Session db, Id<Body> body, int year) =>
        EachActual(db, body, year, (effect, _) => Use(effect.Line!.Id, effect.Amount));

    /// <summary>What each account adds to a line, by account number and product.</summary>
    internal async Task<List<BudgetPart>> Parts(Session db, Id<Body> body, int year, BudgetKey key)
    {
        var sums = new Dictionary<(Id<Account> Account, Id<Product>? Product), Money>();
        await EachActual(db, body, year, (effect, product) =>
        {
            if (effect.Line?.Key != key) return;
            var at = (effect.Account, product);
            sums[at] = sums.GetValueOrDefault(at) + effect.Amount;
        });
        return [.. sums.Where(sum => !sum.Value.IsZero)
            .Select(sum => new BudgetPart(accounts[sum.Key.Account],
                sum.Key.Product is { } product ? products[product] : null, sum.Value))
            .OrderBy(part => part.Account.Number, StringComparer.Ordinal)
            .ThenBy(part => part.Product, StringComparer.Ordinal)];
    }

    Task EachActual(Session db, Id<Body> body, int year, Action<BudgetEffect, Id<Product>?> each) => db.Scan($"""
        select account_id, nullif(product_id, 0), nullif(payment_account_id, 0), cast(sum(debit - credit) as bigint)
        from ledger_balance
        where body_id = {body} and fiscal_year = {year} and period between 1 and {FiscalYears.Adjustments}
        group by account_id, product_id, payment_account_id
        """, row =>
    {
        var (account, product, payment) = (row.Id<Account>(), row.IdOrNull<Product>(), row.IdOrNull<Account>());
        foreach (var effect in Effects(account, row.Money(), product, payment))
        {
            if (effect.Line is not null) each(effect, product);
        }
    });

    /// <summary>What a posting does to the budget: by its account, and by its receipt or payment account.</summary>
    internal IEnumerable<BudgetEffect> Effects(
        Id<Account> account, Money amount, Id<Product>? product, Id<Account>? payment)
    {
        var it = accounts[account];
        var code = product is { } known ? products[known] : null;
        if (it.IsResult)
        {
            yield return Effect(code, it, 'Z', results, it.Kind == AccountKind.Expense ? amount : -amount);
        }
        if (payment is { } named)
        {
            var paid = accounts[named];
            yield return Effect(code, paid, 'F', cashFlow, paid.Kind == AccountKind.Payment ? -amount : amount);
        }
    }

    BudgetEffect Effect(string? product, Account account, char letter, StatementForm? form, Money amount)
    {
        var number = account.Number;
        var isLimited = IsLimited(number, account.Kind);
        foreach (var code in product is null ? [null] : new[] { product, null })
        {
            for (var length = number.Length; length >= 2; length--)
            {
                if (lines.TryGetValue(new BudgetKey(code, number[..length]), out var found))
                {
                    return new(found, found.Key, amount, account.Id, isLimited);
                }
            }
            if (form?.LineOf(number) is { } line
                && lines.TryGetValue(new BudgetKey(code, letter + line.Line.Number), out var whole))
            {
                return new(whole, whole.Key, amount, account.Id, isLimited);
            }
        }
        return new(null, new BudgetKey(product, number), amount, account.Id, isLimited);
    }

    /// <summary>Expenses, and payments for investments (class 78): what the budget limits.</summary>
    internal static bool IsLimited(string number, AccountKind kind) =>
        kind == AccountKind.Expense
            || (kind == AccountKind.Payment && number.StartsWith("78", StringComparison.Ordinal));

    /// <summary>Whether a line is for what the budget limits; the others say what is expected to come in.</summary>
    internal bool IsLimited(BudgetKey key) => key.Position[0] switch
    {
        'Z' => results?.Line(key.Position[1..])?.Sign == "-",
        'F' => cashFlow?.Line(key.Position[1..])?.Prefixes.Any(prefix => IsLimited(prefix.Digits, AccountKind.Payment))
            == true,
        _ => accounts.Values.Any(it =>
            it.Number.StartsWith(key.Position, StringComparison.Ordinal) && IsLimited(it.Number, it.Kind)),
    };

    internal bool IsLimited(Posting posting) => accounts.TryGetValue(posting.Account, out var account)
        && (IsLimited(account.Number, account.Kind)
            || (posting.Payment is { } id && accounts.TryGetValue(id, out var paid)
                && IsLimited(paid.Number, paid.Kind)));

    internal void Use(long line, Money amount) => uses[line] = uses[line] with { Actual = uses[line].Actual + amount };

    internal void Bind(long line, Money amount) =>
        uses[line] = uses[line] with { Committed = uses[line].Committed + amount };

    /// <summary>What a line may still use: its own, or that of all lines of its cover group together.</summary>
    internal Money Available(BudgetLine line) => line.CoverGroup is { } group
        ? lines.Values.Where(other => other.CoverGroup == group)
            .Aggregate(Money.Zero, (sum, other) => sum + uses[other.Id].Available)
        : uses[line.Id].Available;

    /// <returns>Null, or <c>nkf.budget-exceeded</c> with the amount that is missing.</returns>
    internal Rejection? Refuse(BudgetLine line, Money wanted) => Refuse(line.Key, Available(line), wanted);

    internal static Rejection? Refuse(BudgetKey key, Money available, Money wanted) =>
        wanted <= available || wanted <= Money.Zero
            ? null
            : new("nkf.budget-exceeded",
                $"Auf {key} sind {available} verfügbar, gebraucht werden {wanted}; es fehlen {wanted - available}.",
                "GO NRW § 83");
}
