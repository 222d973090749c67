using System.Text;

namespace Gemeinwerk.Tests.Merger;

/// <summary>Files of a data centre as chance wants it, from few names, so that two have much in common.</summary>
static class RandomInventory
{
    internal static (string Name, string Text)[] Files(Random random)
    {
        string Site() => $"Ort {random.Next(3)}";
        var (devices, machines) = (Rows("name,site,serial,asset_tag,cores"),
            Rows("name,cluster,host,vcpus,platform"));
        var hosts = Enumerable.Range(0, 8).Where(_ => random.Next(3) > 0).ToList();
        foreach (var no in hosts)
        {
            var serial = random.Next(3) == 0 ? "To Be Filled By O.E.M." : $"SN-{random.Next(60):000}X";
            devices.Append(Inv($"esx{no},{Site()},{serial},"))
                .Append(Inv($"{(random.Next(4) == 0 ? "I-" + no : "")},{random.Next(1, 99)}\n"));
        }
        var guests = Enumerable.Range(0, 12).Where(_ => random.Next(3) > 0).ToList();
        foreach (var no in guests)
        {
            var host = hosts.Count == 0 ? "" : $"esx{hosts[random.Next(hosts.Count)]}";
            machines.Append(
                Inv($"vm{no},Cluster {random.Next(2)},{host},{random.Next(1, 8)},Debian {random.Next(11, 14)}\n"));
        }
        var (networks, addresses, vlans) = (Rows("prefix,vrf"), Rows("address,dns_name"), Rows("vid,name"));
        foreach (var no in Enumerable.Range(0, 8).Where(_ => random.Next(2) > 0))
        {
            networks.Append(Inv($"10.1.{no}.0/24,\n"));
            addresses.Append(Inv($"10.1.{no}.{random.Next(1, 4)}/24,s{no}.verband.de\n"));
            vlans.Append(Inv($"{100 + no},Netz {random.Next(3)}\n"));
        }
        var services = Rows("name,vendor,priority");
        foreach (var no in Enumerable.Range(0, 6).Where(_ => random.Next(2) > 0))
        {
            services.Append(Inv($"Verfahren {no},Haus {random.Next(2)},{random.Next(1, 4)}\n"));
        }
        var needs = Rows("service,depends_on");
        foreach (var no in guests.Where(_ => random.Next(2) > 0))
        {
            needs.Append(Inv($"vm{no},vm{guests[random.Next(guests.Count)]}\n"));
        }
        return [.. new[] { ("devices.csv", devices), ("virtual-machines.csv", machines), ("prefixes.csv", networks),
            ("ip-addresses.csv", addresses), ("vlans.csv", vlans), ("services.csv", services),
            ("dependencies.csv", needs) }.Where(file => $"{file.Item2}".Count(it => it == '\n') > 1)
            .Select(file => (file.Item1, $"{file.Item2}"))];

        static StringBuilder Rows(string header) => new(header + "\n");

        static string Inv(FormattableString text) => FormattableString.Invariant(text);
    }
}
