namespace Gemeinwerk.Generated;

/// <summary>A whole merger, by a program that knows nothing but the description of the interface.</summary>
public static class MergerDriver
{
    const string Target = "sit", Code = "sit-2018";

    static int keys;

    /// <param name="http">With address and token.</param>
    /// <param name="approve">What a second person does in the browser: approves what waits under a number.</param>
    /// <param name="folder">Where the certificate and its exports are put.</param>
    /// <returns>What stands on the account of cash after the merger, and after it was undone.</returns>
    public static async Task<(long Merged, long Undone)> Run(HttpClient http, Func<long, Task> approve, string folder)
    {
        var client = new GemeinwerkClient(http);
        await Prepare(client);
        await Rehearse(client);
        foreach (var what in new[] { MergerApproval.Mapping, MergerApproval.Execution })
        {
            var asked = await client.AskMergerApprovalAsync(Target, Code, Key(), new ApprovalWish { What = what });
            await approve(asked.Result.No);
        }
        var key = Key();
        var executed = await client.ExecuteMergerAsync(Target, Code, key);
        Must(executed.Result.Merger.State == MergerState.Executed, "executed");
        var again = await client.ExecuteMergerAsync(Target, Code, key);
        Must(again.Headers.ContainsKey("Idempotency-Replayed"), "the same request gets the same answer");
        await Fetch(client, folder);
        var merged = await Cash(client);

        var joint = await client.GetJointStatementAsync(Target, Code, "results", 2017);
        Must(joint.Result.Unmapped.Count == 0 && joint.Result.Statement.Lines.Count > 10, "as if merged");
        var resolved = await client.ResolveNumberAsync("kdz", "account", "1811");
        Must(resolved.Result.Body == Target && resolved.Result.Number == "1811", "resolved");
        var undone = await client.UndoMergerAsync(Target, Code, Key());
        Must(undone.Result.State == MergerState.Draft, "undone");
        return (merged, await Cash(client));
    }

    static async Task Prepare(GemeinwerkClient client)
    {
        var bodies = await client.ListBodiesAsync();
        Must(bodies.Result.Items.Count == 3, "bodies");
        await client.CreateMergerAsync(Target, Key(), new NewMerger
        {
            Code = Code,
            Form = MergerForm.Eingliederung,
            Sources = ["kdz", "ckm"],
            EffectiveOn = new DateOnly(2018, 1, 1),
        });
        await client.AddShareholdingAsync(Target, Code, Key(), new Shareholding
        {
            Holder = "ckm",
            Account = "1111",
            Issuer = "kdz",
            EquityAccount = "2011",
            AmountCents = 250_000,
        });
        var accepted = await client.AcceptSuggestionsAsync(Target, Code, Key(), new Acceptance
        {
            Kind = AcceptanceKind.Account,
        });
        Must(accepted.Result.Changed > 5, "accepted");
        await client.AcceptSuggestionsAsync(Target, Code, Key(), new Acceptance());
        var line = await client.GetMappingLineAsync(Target, Code, "party", "ckm", "D1");
        await client.SetMappingLineAsync(Target, Code, "party", "ckm", "D1", line.Headers["ETag"].Single(),
            new MappingDecision { Target = "NEU=4711", Reason = "anderer Kunde" });

        using var file = await client.GetMappingFileAsync(Target, Code);
        using var text = new StreamReader(file.Stream);
        var csv = (await text.ReadToEndAsync()).Replace("4711", "4712");
        using var sent = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(csv));
        var read = await client.ImportMappingAsync(Target, Code, Key(), sent);
        Must(read.Result.Changed == 1, "mapping file");
        foreach (var count in (await client.GetMappingCountsAsync(Target, Code)).Result)
        {
            Must(count.Open + count.Suggested == 0, $"all mapped: {count.Kind}");
        }
    }

    static async Task Rehearse(GemeinwerkClient client)
    {
        var plan = await client.GetMergerPlanAsync(Target, Code);
        Must(plan.Result.Findings.Count == 0 && plan.Result.Eliminations.Count == 2, "plan");
        await client.StartDryRunAsync(Target, Code, Key());
        var run = (await client.GetDryRunAsync(Target, Code)).Result;
        for (var tries = 0; run.IsRunning && tries < 600; tries++)
        {
            await Task.Delay(100);
            run = (await client.GetDryRunAsync(Target, Code)).Result;
        }
        Must(run.HasPassed, "dry run");
        Must((await client.GetDryRunCertificateAsync(Target, Code)).Result.Contains("mode|DRY RUN"), "dry certificate");
    }

    static async Task Fetch(GemeinwerkClient client, string folder)
    {
        Must((await client.GetCertificateAsync(Target, Code)).Result.Contains("mutual-claim|kdz|F-9|ckm|E-3|7700"),
            "certificate");
        var section = await client.GetCertificateSectionAsync(Target, Code, "eliminations");
        Must(section.Result.Rows.Count == 2, "eliminations");
        using var files = await client.GetCertificateFilesAsync(Target, Code);
        using var kept = new MemoryStream();
        await files.Stream.CopyToAsync(kept);
        System.IO.Compression.ZipFile.ExtractToDirectory(kept, folder);
    }

    static async Task<long> Cash(GemeinwerkClient client) =>
        (await client.GetTrialBalanceAsync(Target, new DateOnly(2018, 1, 1))).Result.Lines
            .Single(line => line.Account == "1811").BalanceCents;

    static string Key() => $"driver-{++keys}";

    static void Must(bool condition, string what)
    {
        if (!condition) throw new InvalidOperationException($"Not so: {what}");
    }
}
