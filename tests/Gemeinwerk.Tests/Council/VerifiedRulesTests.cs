namespace Gemeinwerk.Tests.Council;

/// <summary>Each rule for associations that was read in the statute is a test by its number.</summary>
public class VerifiedRulesTests
{
    static readonly string[] verified =
    [
        "ST-01", "ST-02", "ST-03", "VV-02", "VV-03", "VV-04", "VV-06", "VV-07", "VV-08", "VO-01", "VO-02", "VO-03",
        "FI-01", "FI-02", "FI-03", "FI-04", "FI-05", "SU-01", "SU-02", "CH-01", "CH-02", "CH-03", "CH-04", "CH-05",
        "CH-06", "MG-01", "MG-03", "MG-04", "MG-05",
    ];

    /// <summary>Which of them a test is named after: <c>VV_06_…</c> after VV-06.</summary>
    static IEnumerable<string> Tested() => typeof(VerifiedRulesTests).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods())
        .Where(method => method.GetCustomAttributes(typeof(FactAttribute), inherit: true).Length > 0)
        .Select(method => method.Name.Split('_'))
        .Where(words => words.Length > 2 && words[0].Length == 2 && words[1].Length == 2)
        .Select(words => $"{words[0]}-{words[1]}");

    [Fact]
    public void Every_rule_that_was_read_in_the_statute_is_a_test_by_its_number() =>
        Assert.Empty(verified.Except(Tested()));
}
