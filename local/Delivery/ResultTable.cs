using System.Text.Json.Nodes;
using Spectre.Console;

namespace Platform.Local.Delivery;

/// <summary>What the delivery came to: cluster × component × health × image, as the application's status has it.</summary>
internal static class ResultTable
{
    public static async Task PrintAsync(IAnsiConsole console, GatewayClient gateway, Sample sample, CancellationToken cancellation)
    {
        var application = await gateway.GetAsync($"namespaces/{sample.Namespace}/applications/{sample.Application}", cancellation);
        var table = new Table().Border(TableBorder.Simple).AddColumns("CLUSTER", "COMPONENT", "HEALTH", "IMAGE", "MESSAGE");
        var services = application["status"]?["services"]?.AsArray().Select(service => service!.AsObject()) ?? [];
        foreach (var service in services.OrderBy(service => Text(service, "cluster"), StringComparer.Ordinal).ThenBy(service => Text(service, "name"), StringComparer.Ordinal))
        {
            var images = service["images"]?.AsArray().Select(image => Short(image!.ToString())) ?? [];
            table.AddRow(
                Text(service, "cluster"),
                Text(service, "name"),
                Coloured(service["health"]?.ToString() ?? "Unknown"),
                Markup.Escape(string.Join(", ", images)),
                Text(service, "message"));
        }

        console.Write(table);
    }

    private static string Text(JsonObject of, string name) => Markup.Escape(of[name]?.ToString() ?? "");

    private static string Coloured(string health) => health.Equals("healthy", StringComparison.OrdinalIgnoreCase) ? $"[green]{health}[/]" : $"[yellow]{Markup.Escape(health)}[/]";

    /// <summary>A digest is told by its first twelve digits.</summary>
    private static string Short(string image)
    {
        var at = image.IndexOf("@sha256:", StringComparison.Ordinal);
        return at < 0 || image.Length < at + 20 ? image : image[..(at + 20)];
    }
}
