using System.Xml.Linq;
using Gemeinwerk.Basics;
using Gemeinwerk.Web.Frame.Pictures;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gemeinwerk.Tests.Web;

public class PictureTests
{
    [Fact]
    public async Task Flows_keep_their_proportions_on_both_sides_and_are_named()
    {
        var svg = await Draw<FlowChart>(("Flows", new FlowChart.Flow[]
        {
            new("Hemer", "Verband", new Money(300_00)), new("Siegen", "Verband", new Money(100_00)),
        }));
        var sizes = svg.Descendants("rect").Select(rect => (double)rect.Attribute("height")!).ToList();
        Assert.Equal([240, 80, 320], sizes);
        Assert.Equal(["Hemer → Verband: 300,00 €", "Siegen → Verband: 100,00 €"],
            svg.Descendants("path").Select(path => path.Element("title")!.Value));
    }

    [Fact]
    public async Task Bars_start_at_zero_and_show_their_values_in_words()
    {
        var svg = await Draw<BarChart>(("Labels", (string[])["Erträge", "Ergebnis"]),
            ("Series", new Series[] { new("Ist", [new Money(200_000_000), new Money(-100_000_000)]) }));
        var bars = svg.Descendants("rect").Skip(1).ToList();
        var zero = (double)svg.Descendants("line").Single().Attribute("x1")!;
        Assert.Equal(zero, (double)bars[0].Attribute("x")!, 0.1);
        Assert.Equal(zero, (double)bars[1].Attribute("x")! + (double)bars[1].Attribute("width")!, 0.1);
        Assert.Equal(2, (double)bars[0].Attribute("width")! / (double)bars[1].Attribute("width")!, 0.01);
        Assert.Equal(["Ist", "Erträge", "2,0 Mio.", "Ergebnis", "-1,0 Mio."],
            svg.Descendants("text").Select(text => text.Value));
    }

    [Fact]
    public async Task A_line_has_a_point_per_value_and_none_where_there_is_none()
    {
        var svg = await Draw<LineChart>(("Labels", (string[])["2015", "2016", "2017"]),
            ("Series", new Series[] { new("Ist", [new Money(100), null, new Money(-100)]) }));
        var points = svg.Descendants("polyline").Single().Attribute("points")!.Value.Split(' ');
        Assert.Equal(2, points.Length);
        Assert.Equal("80,34", points[0]);
        Assert.Equal("880,286", points[1]);
    }

    /// <summary>Renders a picture and checks what every picture must have.</summary>
    static async Task<XElement> Draw<T>(params (string Name, object Value)[] parameters) where T : IComponent
    {
        await using var services = new ServiceCollection().AddLogging().AddLocalization()
            .BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var all = parameters.Concat([("Id", "bild"), ("Title", "Titel"), ("Description", "Beschreibung")])
            .ToDictionary(it => it.Item1, it => (object?)it.Item2);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(all))).ToHtmlString());
        var svg = XElement.Parse(System.Net.WebUtility.HtmlDecode(html)).Element("svg")!;
        Assert.Equal("img", svg.Attribute("role")!.Value);
        Assert.Equal(["bild-title", "bild-desc"], svg.Attribute("aria-labelledby")!.Value.Split(' '));
        Assert.Equal(("Titel", "Beschreibung"), (svg.Element("title")!.Value, svg.Element("desc")!.Value));
        Assert.DoesNotContain(svg.DescendantsAndSelf(), it => it.Attribute("style") is not null);
        return svg;
    }
}
