using System.ComponentModel;
using System.Diagnostics;
using Shouldly;
using Xunit;

namespace Platform.Architecture.Tests;

/// <summary>The distributed stack's file is one that Docker Compose takes, and it holds no secret of its own.</summary>
public sealed class ComposeFile
{
    private static readonly string[] Secrets = ["RABBITMQ_PASSWORD", "MONGO_PASSWORD", "PLATFORM_MASTER_KEY", "PLATFORM_ADMIN_KEY"];

    [Fact]
    public async Task Compose_takes_the_file()
    {
        var (exitCode, said) = await ConfigAsync(Secrets.ToDictionary(name => name, _ => "given"));

        exitCode.ShouldBe(0, said);
        foreach (var service in (string[])["rabbitmq", "mongo", "registry", "build", "package", "deploy", "status", "gateway", "sandbox"])
            said.ShouldContain($"  {service}:");
    }

    [Fact]
    public async Task Without_its_secrets_it_does_not_start_and_says_where_they_go()
    {
        var (exitCode, said) = await ConfigAsync([]);

        exitCode.ShouldNotBe(0);
        said.ShouldContain(".env.example");
    }

    [Fact]
    public void Every_secret_is_in_the_example_without_a_value()
    {
        var example = File.ReadAllLines(Path.Combine(Repository.Root, ".env.example"));
        foreach (var secret in Secrets)
            example.ShouldContain($"{secret}=");
    }

    /// <summary>What <c>docker compose config</c> makes of the file, with no other variables than those given.</summary>
    private static async Task<(int ExitCode, string Said)> ConfigAsync(Dictionary<string, string> variables)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, variables.Select(variable => $"{variable.Key}={variable.Value}"), TestContext.Current.CancellationToken);
            foreach (var (program, arguments) in ((string, string[])[])[("docker", ["compose"]), ("docker-compose", [])])
            {
                if (await RunAsync(program, [.. arguments, "version"]) is { ExitCode: 0 })
                    return (await RunAsync(program, [.. arguments, "--env-file", file, "-f", "docker-compose.yml", "config"]))!.Value;
            }
        }
        finally
        {
            File.Delete(file);
        }

        Assert.Skip("Docker Compose is not on this machine");
        return default;
    }

    private static async Task<(int ExitCode, string Said)?> RunAsync(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in Secrets)
            start.Environment.Remove(name);
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, await output + await errors);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
