using Platform.Local;
using Platform.Local.Clusters;
using Platform.Local.Delivery;
using Platform.Local.Distributed;
using Platform.Local.Embedded;
using Spectre.Console;

return await LocalOptions.RunAsync(args, async (options, cancellation) =>
{
    var console = AnsiConsole.Console;
    if (Console.IsOutputRedirected)
        console.Profile.Width = 240; // nobody folds a log
    var clock = TimeProvider.System;
    var log = new ProgressLog(console, clock);
    try
    {
        await using var fleet = await SandboxClusters.StartAsync(options.Clusters, options.DataDirectory);
        log.Say($"{options.Clusters} sandbox clusters are up");
        await using IRunningPlatform platform = options.Distributed
            ? await DistributedPlatform.StartAsync(options, Servers.FromEnvironment(options), clock, cancellation)
            : await EmbeddedPlatform.StartAsync(options, cancellation);
        log.Say($"the platform is up {(options.Distributed ? "as processes of its own" : "in one process")}");

        using var gateway = new GatewayClient(platform.Gateway, platform.AdminKey);
        await SandboxClusters.RegisterAsync(fleet, gateway, cancellation);
        if (options.Serve || options.Clusters == 0)
        {
            await OfferSampleAsync();
        }
        else
        {
            var repository = await SampleRepository.MakeAsync(options.DataDirectory, cancellation);
            var sample = Sample.Load(repository.Address);
            var delivery = DeliverAsync(sample, repository, gateway);
            if (await Task.WhenAny((Task)delivery, platform.Ended) != delivery)
                throw new DeliveryException(await platform.Ended);
            var failure = await delivery;
            await ResultTable.PrintAsync(console, gateway, sample, cancellation);
            if (failure is not null)
                console.MarkupLineInterpolated($"[red]{failure}[/]");
            if (options.Once)
                return failure is null ? 0 : 1;
        }

        Summary.Print(console, platform, fleet, options);
        if (options.Once)
            return 0;
        var stop = Task.Delay(Timeout.Infinite, cancellation);
        if (await Task.WhenAny(stop, platform.Ended) == stop)
            return 0;
        throw new PlatformStartException(await platform.Ended);
    }
    catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
    {
        return 130;
    }
    catch (Exception failure) when (failure is PlatformStartException or DeliveryException or HttpRequestException)
    {
        console.MarkupLineInterpolated($"[red]{failure.Message}[/]");
        return 1;
    }

    // For whoever delivers it by hand; without git or busybox the platform serves all the same.
    async Task OfferSampleAsync()
    {
        try
        {
            await SampleRepository.MakeAsync(options.DataDirectory, cancellation);
        }
        catch (DeliveryException failure)
        {
            log.Say(failure.Message);
        }
    }

    async Task<string?> DeliverAsync(Sample sample, SampleRepository repository, GatewayClient gateway)
    {
        var version = await new SamplePackaging(gateway, log, clock).RunAsync(sample, repository.Commit, cancellation);
        return await new SampleDelivery(gateway, log, clock).RunAsync(sample.Naming(version), cancellation);
    }
});
