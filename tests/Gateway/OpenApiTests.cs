using System.Text.Json.Nodes;
using Platform.Gateway.Tests.Support;
using Platform.Hosting;
using Shouldly;
using Xunit;

namespace Platform.Gateway.Tests;

/// <summary>The gateway's own part of docs/openapi.json; the end-to-end suite compares, and writes, the whole.</summary>
public sealed class OpenApiTests
{
    [Fact]
    public async Task The_document_given_out_tells_the_gateways_endpoints_as_they_are()
    {
        var data = TestHosts.NewFolder();
        await using (var host = await TestHosts.StartEmbeddedAsync(data, backend: null))
        {
            using var inside = new Client(new Uri(host.Urls.Last()), null);
            using var outside = new Client(new Uri(host.Urls.First()), null);
            var served = (await inside.GetAsync("/openapi/v1.json")).Json;
            var given = (await outside.GetAsync("/openapi/v1.json")).Json;
            OpenApiDocuments.Differences(OwnPaths(given), OwnPaths(served)).ShouldBeEmpty();
        }

        Directory.Delete(data, recursive: true);
    }

    private static JsonObject OwnPaths(JsonObject document) =>
        new(document["paths"]!.AsObject()
            .Where(p => p.Key.StartsWith("/api/v1/keys", StringComparison.Ordinal) || p.Key.StartsWith("/api/v1/audit", StringComparison.Ordinal))
            .Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));
}
