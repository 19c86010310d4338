using System.Diagnostics;
using Platform.Tests.Support;
using Platform.Tools;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Tools;

/// <summary>The process that started a program is killed: the program, and all it started, end with it.</summary>
public sealed class KilledParentTests
{
    private const string Marker = "TOOLS_KILLED_PARENT_MARKER";

    [Fact]
    public async Task When_this_process_is_killed_its_programs_end()
    {
        var ct = TestContext.Current.CancellationToken;
        var marker = $"{Random.Shared.Next(10_000, 99_999)}.25";
        using var victim = Start(marker);
        await Wait.UntilAsync("the programs run", () => Processes.With($"sleep {marker}").Count(l => l.StartsWith("sleep")) == 3);

        // The process alone, not its tree: that its programs end is not the killer's doing.
        victim.Kill();
        await victim.WaitForExitAsync(ct);

        await Wait.UntilAsync("its programs have ended", () => Processes.With($"sleep {marker}").Count == 0);
    }

    /// <summary>The process that is killed: run by the test above.</summary>
    [Fact(Explicit = true)]
    public async Task Runs_programs_until_it_is_killed()
    {
        if (Environment.GetEnvironmentVariable(Marker) is not { } marker)
        {
            Assert.Skip("Only the test above runs this one.");
            return;
        }

        // One as it is, one in the background, one that left its session.
        await new ToolRunner(new ToolBox()).RunAsync(new ToolRun
        {
            Program = "sh",
            Arguments = ["-c", $"sleep {marker} & setsid sleep {marker} & sleep {marker}"],
            Directory = "/",
        });
    }

    private static Process Start(string marker) => Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
    {
        ArgumentList = { "-method", $"{typeof(KilledParentTests).FullName}.{nameof(Runs_programs_until_it_is_killed)}", "-explicit", "only" },
        Environment = { [Marker] = marker },
        RedirectStandardOutput = true,
    })!;
}
