using System.Text.Json.Nodes;
using Platform.Gateway.Tests.Support;
using Platform.Hosting;
using Shouldly;
using Xunit;

namespace Platform.Gateway.Tests;

/// <summary>
/// The gateway's own part of docs/openapi.json; the whole is compared where all services are.
/// With PLATFORM_UPDATE_OPENAPI=1 the part is written instead.
/// </summary>
public sealed class OpenApiTests
{
    [Fact]
    public async Task The_checked_in_document_tells_the_gateways_endpoints_as_they_are()
    {
        var data = TestHosts.NewFolder();
        await using var host = await TestHosts.StartEmbeddedAsync(data, backend: null);
        using var direct = new Client(new Uri(host.Urls.Last()), null);
        var served = (await direct.GetAsync("/openapi/v1.json")).Json;
        var file = Path.Combine(Root(), "docs", "openapi.json");
        if (Environment.GetEnvironmentVariable("PLATFORM_UPDATE_OPENAPI") is "1")
            await WriteAsync(file, served);

        var checkedIn = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!.AsObject();
        OpenApiDocuments.Differences(OwnPaths(checkedIn), OwnPaths(served)).ShouldBeEmpty();
    }

    private static async Task WriteAsync(string file, JsonObject served)
    {
        var document = File.Exists(file)
            ? JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsObject()
            : new JsonObject { ["openapi"] = served["openapi"]!.DeepClone(), ["info"] = served["info"]!.DeepClone(), ["paths"] = new JsonObject() };
        foreach (var (path, operations) in OwnPaths(served))
            document["paths"]![path] = operations?.DeepClone();
        document["security"] = served["security"]?.DeepClone();
        document["components"] = Merged(document["components"] as JsonObject, served["components"]!.AsObject());
        await File.WriteAllTextAsync(file, OpenApiDocuments.Text(document));
    }

    private static JsonObject Merged(JsonObject? components, JsonObject served)
    {
        var result = components?.DeepClone().AsObject() ?? [];
        foreach (var (kind, entries) in served)
        {
            result[kind] ??= new JsonObject();
            foreach (var (name, entry) in entries!.AsObject())
                result[kind]![name] = entry?.DeepClone();
        }

        return result;
    }

    private static JsonObject OwnPaths(JsonObject document) =>
        new(document["paths"]!.AsObject()
            .Where(p => p.Key.StartsWith("/api/v1/keys", StringComparison.Ordinal) || p.Key.StartsWith("/api/v1/audit", StringComparison.Ordinal))
            .Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Platform.sln")))
            folder = Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar))!;
        return folder;
    }
}
