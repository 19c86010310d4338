using System.Diagnostics;

namespace Platform.Libraries.Tests.Messaging;

/// <summary>Another team's program, built of nothing but the packed contracts.</summary>
public sealed class PackedContractsTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("platform-packed-");

    private static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Platform.sln")))
            {
                folder = folder.Parent!;
            }

            return folder.FullName;
        }
    }

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task The_worked_example_reads_an_event_with_the_packed_contracts()
    {
        // What this test was built with, packed as it is.
        var configuration = AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug";
        await RunAsync("", "pack", Path.Combine(Root, "contracts"), "-c", configuration, "--no-build", "-o", Path.Combine(folder.FullName, "packages"));
        File.Copy(Path.Combine(Root, "docs", "subscribe.cs"), Path.Combine(folder.FullName, "subscribe.cs"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "nuget.config"), """
            <configuration>
              <config><add key="globalPackagesFolder" value="cache" /></config>
              <packageSources><add key="packed" value="packages" /></packageSources>
            </configuration>
            """, TestContext.Current.CancellationToken);

        var printed = await RunAsync("""
            {"type":"platform.deploy.v1.rollout-started","id":"1"}
            {"specversion":"1.0","id":"e-1","source":"platform/deploy","type":"platform.deploy.v1.rollout-failed","subject":"default/shop","sequence":"0000000007","data":{"namespace":"default","application":"shop","rollout":"6d0c8f5e-0a51-4f0e-9c53-6b8f3a2f7c11","revision":4,"reason":"no such image","fieldOfATimeToCome":1}}

            """, "run", "subscribe.cs");

        printed.ShouldContain("default/shop revision 4: no such image (event e-1, number 0000000007)");
    }

    private async Task<string> RunAsync(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(4));
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        process.ExitCode.ShouldBe(0, await output + await errors);
        return await output;
    }
}
