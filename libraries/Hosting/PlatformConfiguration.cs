using System.Collections;
using Microsoft.Extensions.Configuration;

namespace Platform.Hosting;

/// <summary>Maps the documented <c>PLATFORM_*</c> variables to the section <c>Platform</c>.</summary>
internal static class PlatformConfiguration
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["PLATFORM_PORT"] = "Port",
        ["PLATFORM_ADDRESS"] = "Address",
        ["PLATFORM_SERVICE_PORT"] = "ServicePort",
        ["PLATFORM_DATA"] = "DataDirectory",
        ["PLATFORM_BROKER"] = "Broker",
        ["PLATFORM_MONGO"] = "Mongo",
        ["PLATFORM_REGISTRY"] = "Registry",
        ["PLATFORM_ADMIN_KEY"] = "AdminKey",
        ["PLATFORM_MASTER_KEY"] = "MasterKey",
        ["PLATFORM_LOG_FILE"] = "LogFile",
        ["PLATFORM_LOG_LEVEL"] = "LogLevel",
    };

    /// <summary>Adds the variables that are set (an empty one counts as absent) above the files, below the command line.</summary>
    public static void AddPlatformVariables(this IConfigurationBuilder configuration, string[] args)
    {
        var set = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(v => v.Value is string { Length: > 0 } && Names.ContainsKey((string)v.Key))
            .Select(v => KeyValuePair.Create($"{PlatformOptions.Section}:{Names[(string)v.Key]}", (string?)v.Value));
        configuration.AddInMemoryCollection(set);
        configuration.AddCommandLine(args);
    }
}
