using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace Gemeinwerk.Bench.Load;

/// <summary>Somebody at a browser: reads pages, posts entries, and thinks in between.</summary>
sealed partial class LoadUser(HttpClient http, string sessionKey, int no)
{
    const int PostsOfTen = 2;
    static readonly TimeSpan longestThought = TimeSpan.FromSeconds(6);

    /// <summary>Addresses below the body's that are read, the more often the further up.</summary>
    internal static readonly IReadOnlyList<string> Pages =
    [
        "/b/bench/", "/b/bench/finance/journal", "/b/bench/finance/accounts/1811", "/b/bench/finance/trial-balance",
        "/", "/b/bench/finance/statements/results", "/b/bench/finance/statements/cash-flow",
        "/b/bench/finance/statements/balance-sheet",
    ];

    readonly Random random = new(no);
    string cookies = $"gw-session={sessionKey}";
    int posted;

    /// <summary>Seconds that each request took.</summary>
    internal List<double> Seconds { get; } = [];

    /// <summary>The numbers of the entries that were said to be posted.</summary>
    internal List<long> Posted { get; } = [];

    /// <summary>Works until the time is over; what was begun is finished.</summary>
    internal async Task Work(Func<bool> isOver)
    {
        await Task.Delay(longestThought * random.NextDouble());
        while (!isOver())
        {
            if (random.Next(10) < PostsOfTen) await Post();
            else await Read(Pages[Math.Min(random.Next(Pages.Count), random.Next(Pages.Count))]);
            await Task.Delay(longestThought * random.NextDouble());
        }
    }

    internal async Task<string> Read(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        var (status, headers, text) = await Send(request);
        if (status != HttpStatusCode.OK) throw new InvalidOperationException($"{path}: {status}");
        if (headers.TryGetValues("Set-Cookie", out var set))
        {
            cookies = string.Join("; ", set.Select(it => it.Split(';')[0]).Prepend($"gw-session={sessionKey}"));
        }
        return text;
    }

    async Task Post()
    {
        const string Path = "/b/bench/finance/post";
        var page = await Read(Path);
        var amount = $"{1 + random.Next(1000)},{random.Next(100):00}";
        using var request = new HttpRequestMessage(HttpMethod.Post, Path)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["__RequestVerificationToken"] = Token().Match(page).Groups[1].Value,
                ["id"] = Id().Match(page).Groups[1].Value,
                ["rows"] = "2",
                ["day"] = $"{Sample.Year}-12-31",
                ["document"] = $"L-{no}-{++posted}",
                ["kind"] = "regular",
                ["text"] = "Büromaterial",
                ["account-1"] = $"{5001 + random.Next(200)}",
                ["debit-1"] = amount,
                ["product-1"] = $"{1000 + random.Next(100)}",
                ["account-2"] = $"{3501 + random.Next(20)}",
                ["credit-2"] = amount,
            }),
        };
        var (status, headers, _) = await Send(request);
        var address = headers.Location?.OriginalString ?? "";
        if (EntryNo().Match(address) is not { Success: true } match)
        {
            throw new InvalidOperationException($"Posting answered {status} {address}");
        }
        Posted.Add(long.Parse(match.Groups[1].Value, null));
    }

    async Task<(HttpStatusCode, System.Net.Http.Headers.HttpResponseHeaders, string)> Send(HttpRequestMessage request)
    {
        request.Headers.Add("Cookie", cookies);
        var start = Stopwatch.GetTimestamp();
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        return (answer.StatusCode, answer.Headers, text);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("name=\"id\" value=\"([^\"]+)\"")]
    private static partial Regex Id();

    [GeneratedRegex("/entries/([0-9]+)")]
    private static partial Regex EntryNo();
}
