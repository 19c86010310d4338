using System.Net;
using Microsoft.Extensions.Options;

namespace Platform.Hosting;

/// <summary>Refuses to start on options that can't work, and says what would.</summary>
internal sealed class PlatformOptionsCheck : IValidateOptions<PlatformOptions>
{
    public ValidateOptionsResult Validate(string? name, PlatformOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(PlatformOptions options)
    {
        if (options.Port is < 0 or > 65535)
            yield return $"PLATFORM_PORT is {options.Port}; a port is 0 (any free one) to 65535.";
        if (options.ServicePort is < 0 or > 65535)
            yield return $"PLATFORM_SERVICE_PORT is {options.ServicePort}; a port is 0 (any free one) to 65535.";
        if (!IPAddress.TryParse(options.Address, out _))
            yield return $"PLATFORM_ADDRESS is '{options.Address}'; it must be an IP address such as 127.0.0.1 or 0.0.0.0.";
        if (string.IsNullOrWhiteSpace(options.DataDirectory))
            yield return "PLATFORM_DATA is empty; it must name a folder.";
        if (Wrong(options.Broker, "amqp", "amqps", "rabbitmq"))
            yield return "PLATFORM_BROKER must be a URL such as amqp://user:password@host:5672/; leave it out for the in-memory broker.";
        if (options.Mongo is { Length: > 0 } mongo
            && !mongo.StartsWith("mongodb://", StringComparison.Ordinal) && !mongo.StartsWith("mongodb+srv://", StringComparison.Ordinal))
            yield return "PLATFORM_MONGO must be a connection string such as mongodb://host:27017; leave it out for SQLite.";
        if (Wrong(options.Registry, "http", "https"))
            yield return "PLATFORM_REGISTRY must be a URL such as https://registry.example.org; leave it out for a folder.";
        if (options.AdminKey is { Length: < 16 })
            yield return "PLATFORM_ADMIN_KEY is shorter than 16 characters; take a long random one.";
        if (options.MasterKey is { } key && !MasterKey.IsKey(key))
            yield return "PLATFORM_MASTER_KEY must be 32 bytes in Base64; 'openssl rand -base64 32' makes one.";
        if (!Enum.TryParse<Serilog.Events.LogEventLevel>(options.LogLevel, ignoreCase: true, out _))
            yield return $"PLATFORM_LOG_LEVEL is '{options.LogLevel}'; it is one of Verbose, Debug, Information, Warning, Error, Fatal.";
        foreach (var (service, urls) in options.Services)
            foreach (var url in urls.Where(u => Wrong(u, "http", "https")))
                yield return $"Platform:Services:{service} holds '{url}'; it must be a URL such as http://host:8081.";
    }

    private static bool Wrong(string? url, params string[] schemes) =>
        url is not null && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && schemes.Contains(uri.Scheme));
}
