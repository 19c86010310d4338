using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Platform.Storage;

namespace Platform.Hosting;

/// <summary>What every process of the platform has in common: options, logs, telemetry, problems, identity, health.</summary>
public static class PlatformHost
{
    /// <summary>
    /// A builder with everything a service needs but its own. <paramref name="service"/> names the process: <c>deploy</c>, …, or
    /// <c>local</c> when all are in one.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(string[] args, string service) =>
        WebApplication.CreateBuilder(args).AddPlatformHosting(args, service);

    /// <summary>
    /// Builds the application: the bus, the pipeline, what every process answers, and what <paramref name="map"/> adds. After all modules are in.
    /// </summary>
    public static WebApplication Build(WebApplicationBuilder builder, Action<WebApplication> map)
    {
        builder.ListenAt(options => options.ServicePort);
        builder.AddBus();
        return builder.Build().UsePlatformPipeline(map);
    }

    /// <summary>Builds and runs until asked to stop: 0, or 2 when it can't start as it was told to, with what would help.</summary>
    public static async Task<int> RunServiceAsync(WebApplicationBuilder builder, Action<WebApplication> map)
    {
        try
        {
            await using var app = Build(builder, map);
            await app.RunAsync();
            return 0;
        }
        catch (OptionsValidationException faults)
        {
            foreach (var fault in faults.Failures)
                await Console.Error.WriteLineAsync(fault);
            return 2;
        }
        catch (Exception fault) when (fault is StoreInUseException or IOException { InnerException: AddressInUseException })
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return 2;
        }
    }
}
