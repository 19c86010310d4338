using System.Security.Cryptography;
using System.Text;

namespace Platform.Local.Distributed;

/// <summary>The servers a distributed platform needs, as <c>./run</c> named or started them.</summary>
internal static class Servers
{
    /// <summary>
    /// The environment of every service. Where the connection string names no database, ours get one name for each data folder: another
    /// folder is another installation, with keys of its own.
    /// </summary>
    /// <exception cref="PlatformStartException">One is not named.</exception>
    public static IReadOnlyDictionary<string, string> FromEnvironment(LocalOptions options)
    {
        var mongo = new UriBuilder(Required("PLATFORM_MONGO", "MongoDB, mongodb://…"));
        if (mongo.Path is "" or "/")
            mongo.Path = "/platform-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(options.DataDirectory)))[..8];
        return new Dictionary<string, string>
        {
            ["PLATFORM_BROKER"] = Required("PLATFORM_BROKER", "RabbitMQ, amqp://…"),
            ["PLATFORM_MONGO"] = mongo.Uri.ToString(),
        };
    }

    private static string Required(string name, string address) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
            ? value
            : throw new PlatformStartException($"--distributed needs {name}: an address of {address}");
}
