using Platform.Tests.Support;
using Platform.Tools;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Tools;

/// <summary>Real programs within real bounds.</summary>
public sealed class ToolRunnerTests : IDisposable
{
    private static readonly ToolRunner Runner = new(new ToolBox());
    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Arguments_reach_the_program_as_they_are()
    {
        var result = await Runner.RunAsync(Run("printf", "%s|", "a b", "$HOME", "; rm -rf x", "*"), Ct);

        result.Output.ShouldBe("a b|$HOME|; rm -rf x|*|");
        result.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task The_program_knows_nothing_of_our_environment_but_what_is_named()
    {
        Environment.SetEnvironmentVariable("PLATFORM_TOOLS_TEST_SECRET", "s3cret");

        var result = await Runner.RunAsync(Run("env") with { Environment = new Dictionary<string, string> { ["NAMED"] = "1" } }, Ct);

        var names = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('=')[0]);
        names.ShouldBe(["PATH", "LANG", "HOME", "TMPDIR", "NAMED"], ignoreOrder: true);
    }

    [Fact]
    public async Task Its_home_goes_with_the_run_unless_it_is_given()
    {
        var home = (await Shell("printf %s $HOME; touch $HOME/x $TMPDIR/y")).Output;

        home.ShouldNotBe(Environment.GetEnvironmentVariable("HOME"));
        Directory.Exists(home).ShouldBeFalse();

        var given = System.IO.Path.Combine(_folder.Path, "home");
        await Runner.RunAsync(Run("sh", "-c", "touch $HOME/kept") with { Home = given }, Ct);
        File.Exists(System.IO.Path.Combine(given, "kept")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_failure_tells_its_exit_code_and_what_was_said_last()
    {
        var result = await Shell("echo working; echo 'no such thing' >&2; exit 3");

        result.ExitCode.ShouldBe(3);
        var e = Should.Throw<ToolException>(() => result.OrThrow("The work"));
        e.Failure.ShouldBe(ToolFailure.Failed);
        e.Message.ShouldBe("The work failed with exit code 3: no such thing");
    }

    [Fact]
    public async Task A_program_that_never_ends_is_killed_with_all_it_started()
    {
        var run = Run("sh", "-c", "sleep 1000.5 & sh -c 'sleep 1000.5' & wait") with { TimeLimit = TimeSpan.FromSeconds(1) };

        var e = await Should.ThrowAsync<ToolException>(() => Runner.RunAsync(run, Ct));

        e.Failure.ShouldBe(ToolFailure.TimedOut);
        Processes.With("1000.5").ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancelling_kills_it_with_all_it_started()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var running = Runner.StreamAsync(
            Run("sh", "-c", "(setsid sleep 1001.5 &) ; echo started; sleep 1001.5"), _ => { cancellation.Cancel(); return ValueTask.CompletedTask; }, cancellation.Token);

        await Should.ThrowAsync<OperationCanceledException>(() => running);

        Processes.With("1001.5").ShouldBeEmpty();
    }

    [Fact]
    public async Task What_it_leaves_in_the_background_does_not_hold_the_run()
    {
        var result = await Shell("sleep 1002.5 & echo done");

        result.Output.ShouldBe("done\n");
        Processes.With("1002.5").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_program_that_prints_without_end_is_stopped_at_its_limit()
    {
        var e = await Should.ThrowAsync<ToolException>(() => Runner.RunAsync(Run("yes") with { OutputLimit = 1_000_000 }, Ct));

        e.Failure.ShouldBe(ToolFailure.TooMuchOutput);
        e.Message.ShouldContain("1000000 bytes");
    }

    [Fact]
    public async Task Lines_come_while_the_program_still_runs()
    {
        var heard = new TaskCompletionSource<string>();
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var running = Runner.StreamAsync(
            Run("sh", "-c", "echo first; sleep 1000"), line => { heard.TrySetResult(line); return ValueTask.CompletedTask; }, cancellation.Token);

        (await heard.Task.WaitAsync(TimeSpan.FromSeconds(20), Ct)).ShouldBe("first");

        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task A_line_without_end_comes_in_pieces()
    {
        var longest = 0;
        var all = 0;

        await Runner.StreamAsync(
            Run("sh", "-c", "head -c 5000000 /dev/zero | tr '\\0' x"),
            line => { longest = Math.Max(longest, line.Length); all += line.Length; return ValueTask.CompletedTask; },
            Ct);

        all.ShouldBe(5_000_000);
        longest.ShouldBeLessThan(100_000);
    }

    [Fact]
    public async Task A_reader_that_fails_ends_the_program()
    {
        var running = Runner.StreamAsync(Run("sh", "-c", "echo x; sleep 1003.5"), _ => throw new InvalidOperationException("full"), Ct);

        (await Should.ThrowAsync<InvalidOperationException>(() => running)).Message.ShouldBe("full");
        Processes.With("1003.5").ShouldBeEmpty();
    }

    [Fact]
    public async Task Memory_beyond_the_limit_is_not_given()
    {
        var hungry = Run("sh", "-c", "head -c 400000000 /dev/zero | tail >/dev/null") with { MemoryLimit = 50_000_000 };

        var result = await Runner.RunAsync(hungry, Ct);

        result.ExitCode.ShouldNotBe(0);
        result.Errors.ShouldContain("memory exhausted");
    }

    [Fact]
    public async Task A_file_beyond_the_limit_is_not_written()
    {
        var result = await Runner.RunAsync(Run("dd", "if=/dev/zero", "of=big", "bs=1M", "count=20") with { FileSizeLimit = 5_000_000 }, Ct);

        Should.Throw<ToolException>(() => result.OrThrow("dd")).Message.ShouldContain("File too large");
        new FileInfo(System.IO.Path.Combine(_folder.Path, "big")).Length.ShouldBeLessThanOrEqualTo(5_000_000);
    }

    [Fact]
    public async Task Without_network_nothing_is_reached()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        var reach = Run("bash", "-c", $"exec 3<>/dev/tcp/127.0.0.1/{port}");

        (await Runner.RunAsync(reach, Ct)).ExitCode.ShouldBe(0);
        var cut = await Runner.RunAsync(reach with { Network = false }, Ct);

        Assert.SkipWhen(cut.ExitCode == 0, "This system permits no network namespaces.");
        cut.Errors.ShouldContain("/dev/tcp");
    }

    [Fact]
    public async Task Input_is_handed_over()
    {
        var result = await Runner.RunAsync(Run("cat") with { Input = "hello"u8.ToArray() }, Ct);

        result.Output.ShouldBe("hello");
    }

    [Fact]
    public void A_missing_program_is_named_with_the_way_to_get_it()
    {
        var e = Should.Throw<ToolMissingException>(() => new ToolBox().Find("no-such-program"));
        e.Message.ShouldContain("no-such-program is missing: install it");
    }

    [Fact]
    public void A_configured_folder_comes_first()
    {
        var own = System.IO.Path.Combine(_folder.Path, "sh");
        File.WriteAllText(own, "");

        new ToolBox(new ToolBoxOptions { Folders = [_folder.Path] }).Find("sh").ShouldBe(own);
    }

    private Task<ToolResult> Shell(string script) => Runner.RunAsync(Run("sh", "-c", script), Ct);

    private ToolRun Run(string program, params string[] arguments) => new()
    {
        Program = program,
        Arguments = arguments,
        Directory = _folder.Path,
        TimeLimit = TimeSpan.FromMinutes(1),
    };
}
