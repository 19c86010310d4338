using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Serilog;
using Serilog.AspNetCore;
using Serilog.Configuration;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace Platform.Hosting;

/// <summary>Logs: text for people on a terminal, one JSON object a line for everything else. Section <c>Serilog</c> refines the levels.</summary>
internal static class LoggingRegistration
{
    private const string Text = "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:lj} {TraceId}{NewLine}{Exception}";

    public static void AddLogs(this WebApplicationBuilder builder, string service)
    {
        builder.Services.AddSerilog(
            (services, logs) =>
            {
                var options = (PlatformOptions)services.GetService(typeof(PlatformOptions))!;
                logs.MinimumLevel.Is(Enum.Parse<LogEventLevel>(options.LogLevel, ignoreCase: true))
                    .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
                    .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Information)
                    .MinimumLevel.Override("System", LogEventLevel.Warning)
                    .MinimumLevel.Override("MassTransit", LogEventLevel.Warning)
                    .MinimumLevel.Override("Yarp", LogEventLevel.Error) // what it warns of is answered, and told with the request
                    .MinimumLevel.Override("Microsoft.Extensions.Diagnostics.HealthChecks", LogEventLevel.Fatal) // told by /readyz
                    .Enrich.FromLogContext()
                    .Enrich.WithProperty("Service", service)
                    .ReadFrom.Configuration(builder.Configuration);
                Write(logs.WriteTo, options);
            },
            preserveStaticLogger: true);
    }

    public static void Requests(RequestLoggingOptions options, ILogger logger)
    {
        options.Logger = logger;
        options.MessageTemplate = "{RequestMethod} {RequestPath} {StatusCode} in {Elapsed:0.0} ms";
        options.IncludeQueryInRequestPath = false; // queries may hold what is nobody's business
        options.GetLevel = Level;
        options.EnrichDiagnosticContext = (log, context) =>
        {
            log.Set("Caller", context.Features.Get<Identity>()?.Name);
            log.Set("Remote", context.Connection.RemoteIpAddress?.ToString());
        };
    }

    private static void Write(LoggerSinkConfiguration to, PlatformOptions options)
    {
        if (options.LogFile is { Length: > 0 } file)
            to.File(new RenderedCompactJsonFormatter(), file, rollingInterval: RollingInterval.Infinite, fileSizeLimitBytes: 100 * 1024 * 1024, rollOnFileSizeLimit: true, retainedFileCountLimit: 5);
        else if (Console.IsOutputRedirected)
            to.Console(new RenderedCompactJsonFormatter());
        else
            to.Console(outputTemplate: Text, formatProvider: System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The public door tells every request; a service behind it only what failed, since the gateway has told the rest.</summary>
    private static LogEventLevel Level(HttpContext context, double elapsed, Exception? fault)
    {
        if (fault is not null || context.Response.StatusCode >= 500)
            return LogEventLevel.Error;
        if (ProbePaths.Contains(context.Request.Path))
            return LogEventLevel.Verbose;
        return context.Door() == Door.Public ? LogEventLevel.Information : LogEventLevel.Debug;
    }
}
