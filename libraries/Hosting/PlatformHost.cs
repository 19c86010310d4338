using Microsoft.AspNetCore.Builder;

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

    /// <summary>Builds the application: the pipeline, what every process answers, and what <paramref name="map"/> adds.</summary>
    public static WebApplication Build(WebApplicationBuilder builder, Action<WebApplication> map) =>
        builder.Build().UsePlatformPipeline(map);

    /// <summary>Builds and runs until asked to stop. The exit code is 1 when the start fails, with the reason logged.</summary>
    public static async Task<int> RunServiceAsync(WebApplicationBuilder builder, Action<WebApplication> map)
    {
        await using var app = Build(builder, map);
        await app.RunAsync();
        return 0;
    }
}
