using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Platform.EndToEnd.Tests.Harness;
using Platform.Local;
using Shouldly;
using Spectre.Console;
using Xunit;

namespace Platform.EndToEnd.Tests.Flows;

/// <summary>What <c>./run</c> tells at its end is enough to go on with.</summary>
[Collection(EmbeddedCollection.Name)]
public sealed partial class AfterTheStart(EmbeddedWorld world)
{
    [Fact]
    public async Task A_sandbox_cluster_can_be_broken_and_mended_at_the_address_that_is_printed()
    {
        var printed = new StringWriter();
        Summary.Print(AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(printed), Ansi = AnsiSupport.No }), world.Platform, world.Fleet, new LocalOptions { DataDirectory = world.DataDirectory });
        var faults = new Uri($"{SandboxLine().Match(printed.ToString()).Groups[1].Value}/sandbox/v1/clusters/west-1/faults");
        using var http = new HttpClient();

        using var broken = await http.PutAsJsonAsync(faults, new JsonObject { ["outage"] = true });
        var down = world.Fleet["west-1"].Faults.Outage;
        using var mended = await http.DeleteAsync(faults);

        (broken.StatusCode, mended.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK));
        (down, world.Fleet["west-1"].Faults.Outage).ShouldBe((true, false));
    }

    [GeneratedRegex(@"^\s+sandbox\s+(http://\S+)", RegexOptions.Multiline)]
    private static partial Regex SandboxLine();
}
