using System.Text;
using System.Text.Json.Nodes;
using Platform.Kubernetes;

namespace Platform.Deploy.Tasks;

/// <summary>Texts that a step gives as such, or as a reference to a Secret in the application's namespace on the default cluster.</summary>
internal sealed class StepSecrets(StepClusters clusters)
{
    /// <summary>The text, or why it isn't there.</summary>
    public async Task<(string? Text, TaskResult? Problem)> ReadAsync(JsonNode? given, string ns, CancellationToken ct)
    {
        if (given?["value"]?.ToString() is { } text)
            return (text, null);
        var (name, entry) = (given?["secretRef"]?["name"]?.ToString() ?? "", given?["secretRef"]?["key"]?.ToString() ?? "");
        var (client, problem) = await clusters.OpenAsync(null, ct);
        if (client is null)
            return (null, problem);
        var secret = await client.GetAsync(new("v1", "Secret", ns, name), ct);
        return secret?["data"]?[entry]?.ToString() is { } encoded
            ? (Encoding.UTF8.GetString(Convert.FromBase64String(encoded)), null)
            : (null, TaskResult.NotYet($"Secret {ns}/{name} has no '{entry}' on {client.Cluster} yet"));
    }
}
