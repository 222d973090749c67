using System.Security.Cryptography;
using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Treasury;

/// <summary>To what a levy is posted.</summary>
/// <param name="Revenue">The account for the levy's revenue.</param>
/// <param name="Claims">The account for claims on which the open items stand.</param>
/// <param name="Debts">The account for debts, where members get something back.</param>
public sealed record LevyTarget(
    Id<Account> Revenue, Id<Account> Claims, Id<Account>? Debts = null, Id<Product>? Product = null,
    Id<CostCentre>? CostCentre = null);

/// <summary>A cash order by which a part of a levy is claimed, or given back.</summary>
public sealed record LevyOrder(string Member, int Instalment, CashOrder Order)
{
    /// <summary>What is claimed, positive; what the member gets back, negative; zero where it was withdrawn.</summary>
    public Money Claimed => Order.State == CashOrderState.Withdrawn ? Money.Zero
        : Order.Draft.Kind == CashOrderKind.Receipt ? Order.Draft.Amount : -Order.Draft.Amount;
}

/// <summary>
/// Claims a levy (Verbandsumlage): one cash order for each member and instalment, on the way of all orders. Who claims
/// certifies them, somebody else orders, and who posts did not order (KomHVO NRW § 31). Only what is missing is made,
/// so nothing comes twice, and a levy that is set again makes the difference.
/// </summary>
public static class LevyClaims
{
    /// <summary>Drafts and certifies what is still to be claimed of a levy, or to be given back.</summary>
    /// <param name="on">The day of the notices.</param>
    /// <returns>How many orders, or, in this order, <c>ledger.book-sealed</c>, <c>council.levy-unknown</c>,
    /// <c>council.levy-not-set</c>, <c>council.levy-approval</c>, <c>council.levy-replaced</c>,
    /// <c>treasury.levy-account</c>, <c>treasury.levy-budget</c>, <c>treasury.levy-reserve</c>,
    /// <c>treasury.levy-claimed</c>, <c>treasury.levy-party</c>, <c>treasury.levy-debts</c>, or a rejection of
    /// <see cref="CashOrders.Draft"/>.</returns>
    public static async Task<Result<int>> Claim(Work work, Book book, int no, DateOnly on, LevyTarget target)
    {
        if (book.Sealed is { } dissolved) return dissolved;
        var assembly = await Councils.Read(work.Db, book.Body.Id);
        var claimed = new LevyClaimed(no, on);
        var why = CouncilRules.Refuse(assembly, claimed);
        var isAgain = why?.Code == "council.levy-claimed";
        if (why is not null && !isAgain) return why;
        var levy = assembly.Levies.Find(no)!;
        if (await RefuseTarget(work, book, levy, on, target) is { } unfit) return unfit;
        var wishes = await Missing(work.Db, book.Body, assembly, levy, on);
        if (wishes.Count == 0)
        {
            return new Rejection("treasury.levy-claimed", $"Umlage {no} ist ganz erhoben; es fehlt nichts.");
        }
        var parties = await LevyParties.Of(work.Db, book.Body, assembly, wishes.Select(wish => wish.Member));
        if (!parties.Ok(out var known, out var nobody)) return nobody;
        if (target.Debts is null && wishes.Exists(wish => wish.Amount < Money.Zero))
        {
            return new Rejection("treasury.levy-debts",
                "Mitglieder bekommen etwas zurück; dafür fehlt das Verbindlichkeitskonto.");
        }
        if (!isAgain && (await Councils.RecordClaim(work, book.Body, claimed)).Rejection is { } refused) return refused;
        foreach (var wish in wishes)
        {
            var draft = DraftOf(assembly, levy, wish, on, target, known[wish.Member]);
            if (await Bring(work, book, levy, wish, draft) is { } notDrafted) return notDrafted;
        }
        return wishes.Count;
    }

    /// <summary>Orders what is certified of a levy (Anordnung).</summary>
    /// <param name="hash">Of the orders as the person saw them, <see cref="HashOf"/>.</param>
    /// <returns>How many, or <c>treasury.levy-nothing</c>, <c>treasury.changed</c>, or a rejection of
    /// <see cref="CashOrders.Order(Work, Book, long, string)"/>.</returns>
    public static Task<Result<int>> Order(Work work, Book book, int no, string hash)
    {
        var budget = new OrderedBudget(work.Db, book.Body);
        return Each(work, book, no, hash, CashOrderState.Certified, async order =>
            (await CashOrders.Order(work, book, order.No, order.HashText, budget)).Rejection);
    }

    /// <summary>Posts what is ordered of a levy: claims with their due days.</summary>
    /// <param name="hash">As with <see cref="Order"/>.</param>
    /// <param name="bookedOn">Booking date, in the levy's year.</param>
    /// <returns>How many, or <c>treasury.levy-year</c>, <c>treasury.levy-nothing</c>, <c>treasury.changed</c>, or a
    /// rejection of <see cref="CashOrders.Post"/>.</returns>
    public static async Task<Result<int>> Post(Work work, Book book, int no, string hash, DateOnly bookedOn)
    {
        var levy = (await Councils.Read(work.Db, book.Body.Id)).Levies.Find(no);
        if (levy is not null && levy.Year != bookedOn.Year)
        {
            return new Rejection("treasury.levy-year",
                $"Umlage {no} gehört in das Haushaltsjahr {levy.Year} und wird in ihm gebucht.");
        }
        return await Each(work, book, no, hash, CashOrderState.Ordered, async order =>
            (await CashOrders.Post(work, book, order.No, order.HashText, bookedOn)).Rejection);
    }

    /// <summary>All orders of a levy, by member and instalment; withdrawn ones too.</summary>
    public static async Task<List<LevyOrder>> Of(Session db, Body body, int no)
    {
        var orders = (await CashOrderRows.OfLevy(db, body, no)).ToDictionary(order => order.No);
        return [.. (await db.All($"""
            select order_no, member, instalment from treasury_levy_order
            where body_id = {body.Id} and levy_no = {no}
            """, row => new OrderRow(row.Number(), row.Text(), row.Int())))
            .Select(it => new LevyOrder(it.Member, it.Instalment, orders[it.No]))
            .OrderBy(it => it.Member, StringComparer.Ordinal).ThenBy(it => it.Instalment).ThenBy(it => it.Order.No)];
    }

    /// <summary>The hash of all orders of a levy in one state, as it travels through a form.</summary>
    public static string HashOf(IEnumerable<LevyOrder> orders, CashOrderState state)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var order in orders.Where(it => it.Order.State == state).OrderBy(it => it.Order.No))
        {
            hash.AppendData(order.Order.Hash);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    sealed record OrderRow(long No, string Member, int Instalment);

    /// <summary>What a member is to pay at a due day, or gets back then, and has no order yet.</summary>
    sealed record Wish(string Member, int Instalment, Money Amount, int Attempt, DateOnly DueOn);

    /// <summary>What the notices ask for, less what is ordered. What those of the levies that it replaces asked for and
    /// no order claims any more comes with it.</summary>
    static async Task<List<Wish>> Missing(Session db, Body body, Assembly assembly, Levy levy, DateOnly on)
    {
        var own = await Of(db, body, levy.No);
        var before = new Dictionary<string, Money>();
        foreach (var other in assembly.Levies.All.Where(it => it.Year == levy.Year && it.No != levy.No))
        {
            foreach (var order in await Of(db, body, other.No))
            {
                before[order.Member] = before.GetValueOrDefault(order.Member) + order.Claimed;
            }
        }
        var demands = LevyDemand.All(assembly, levy, levy.Placed!, on).ToDictionary(demand => demand.Share.Member);
        var wishes = new List<Wish>();
        foreach (var member in demands.Keys.Union(before.Keys).Order(StringComparer.Ordinal))
        {
            var demand = demands.GetValueOrDefault(member);
            var late = levy.Instalments((demand?.Before ?? Money.Zero) - before.GetValueOrDefault(member));
            for (var no = 1; no <= levy.DueOn.Count; no++)
            {
                var orders = own.FindAll(it => it.Member == member && it.Instalment == no);
                var planned = late[no - 1] + (demand?.Instalments[no - 1].Amount ?? Money.Zero);
                var missing = orders.Aggregate(planned, (left, order) => left - order.Claimed);
                if (missing.IsZero) continue;
                wishes.Add(new(member, no, missing, orders.Count + 1, levy.DueDay(no, on)));
            }
        }
        return wishes;
    }

    static CashOrderDraft DraftOf(
        Assembly assembly, Levy levy, Wish wish, DateOnly on, LevyTarget target, Party party)
    {
        var isClaim = wish.Amount > Money.Zero;
        var resolution = assembly.Resolution(levy.Resolution!.Value)!;
        return new CashOrderDraft(isClaim ? CashOrderKind.Receipt : CashOrderKind.Payment, party.Id,
            isClaim ? target.Claims : target.Debts!.Value,
            $"UB {levy.Year}-{levy.No}/{wish.Member}/{wish.Instalment}"
                + (wish.Attempt > 1 ? $"-{wish.Attempt}" : ""),
            $"Verbandsumlage {levy.Year}, {wish.Instalment}. von {levy.DueOn.Count} Raten, Beschluss "
                + $"{resolution.Citation}" + (isClaim ? "" : ", Erstattung"),
            // What is ordered again later is not due before it is ordered.
            on, wish.DueOn > on ? wish.DueOn : on, wish.Amount.Absolute,
            [new CashOrderLine(target.Revenue, wish.Amount.Absolute, target.Product, target.CostCentre)]);
    }

    static async Task<Rejection?> Bring(Work work, Book book, Levy levy, Wish wish, CashOrderDraft draft)
    {
        if (!(await CashOrders.Draft(work, book, draft)).Ok(out var no, out var why)) return why;
        await work.Db.Run($"""
            insert into treasury_levy_order (body_id, order_no, levy_no, member, instalment, attempt)
            values ({book.Body.Id}, {no}, {levy.No}, {wish.Member}, {wish.Instalment}, {wish.Attempt})
            """);
        var order = (await CashOrders.Find(work.Db, book.Body, no))!;
        return (await CashOrders.Certify(work, book, no, order.HashText, facts: true, figures: true)).Rejection;
    }

    static async Task<Result<int>> Each(
        Work work, Book book, int no, string hash, CashOrderState state, Func<CashOrder, Task<Rejection?>> take)
    {
        var all = await Of(work.Db, book.Body, no);
        var orders = all.FindAll(it => it.Order.State == state);
        if (orders.Count == 0)
        {
            return new Rejection("treasury.levy-nothing", $"Von Umlage {no} steht dafür nichts an.");
        }
        if (HashOf(all, state) != hash)
        {
            return new Rejection("treasury.changed",
                $"Die Anordnungen der Umlage {no} haben sich geändert, seit Sie sie gelesen haben. Bitte neu prüfen.");
        }
        foreach (var order in orders)
        {
            if (await take(order.Order) is { } why) return why;
        }
        return orders.Count;
    }

    /// <summary>The levy is revenue, and no more than the budget of its year leaves uncovered where it is kept here.
    /// </summary>
    static async Task<Rejection?> RefuseTarget(Work work, Book book, Levy levy, DateOnly on, LevyTarget target)
    {
        if (await Accounts.Find(work.Db, book.Body.Id, target.Revenue) is not { Kind: AccountKind.Revenue } account)
        {
            return new("treasury.levy-account", "Die Umlage braucht ein Ertragskonto.");
        }
        if (await LevyBudget.Of(work.Db, book.Body, levy.Year, account.Number, on) is not { } budget) return null;
        var need = budget.Need(levy.Need.Reserve, levy.Need.Deficit);
        if (levy.Amount > need.Most)
        {
            return new("treasury.levy-budget", $"Umlage {levy.No} ist {levy.Amount}; der Haushalt {levy.Year} lässt "
                + $"nur {need.Most} ungedeckt.", AssociationRule.Of("levy-need", on).Shown);
        }
        return levy.Need.Reserve > Money.Zero && levy.Need.Reserve > budget.Reserve
            ? new("treasury.levy-reserve", $"Aus der Ausgleichsrücklage sollen {levy.Need.Reserve} kommen; in ihr "
                + $"stehen {budget.Reserve}.", AssociationRule.Of("equalisation-reserve", on).Shown)
            : null;
    }
}
