using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Platform.EndToEnd.Tests.Harness;
using Platform.Hosting;
using Platform.Local;
using Platform.Local.Embedded;
using Shouldly;
using Xunit;

namespace Platform.EndToEnd.Tests.Flows;

/// <summary>
/// The one document of the whole API: docs/openapi.json, which the gateway gives out, says what the services serve.
/// With PLATFORM_UPDATE_OPENAPI=1 it is written anew instead.
/// </summary>
public sealed class ApiDocument : IAsyncLifetime
{
    private static readonly string CheckedIn = Path.Combine(World.Root, "docs", "openapi.json");
    private readonly string data = Directory.CreateTempSubdirectory("platform-openapi-").FullName;
    private EmbeddedPlatform platform = null!;
    private JsonObject served = null!;

    public async ValueTask InitializeAsync()
    {
        platform = await EmbeddedPlatform.StartAsync(new LocalOptions { DataDirectory = data, Port = 0 }, CancellationToken.None);
        using var http = new HttpClient { BaseAddress = platform.Services.GetRequiredService<Doors>().InternalAddress };
        served = JsonNode.Parse(await http.GetStringAsync("/openapi/v1.json"))!.AsObject();
        if (Environment.GetEnvironmentVariable("PLATFORM_UPDATE_OPENAPI") is "1")
            await File.WriteAllTextAsync(CheckedIn, OpenApiDocuments.Text(served));
    }

    public async ValueTask DisposeAsync()
    {
        await platform.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task The_checked_in_document_says_what_the_services_serve()
    {
        var document = JsonNode.Parse(await File.ReadAllTextAsync(CheckedIn, TestContext.Current.CancellationToken))!.AsObject();
        OpenApiDocuments.Differences(document, served)
            .ShouldBeEmpty("PLATFORM_UPDATE_OPENAPI=1 with this test writes docs/openapi.json anew; then look at what changed");
    }

    [Fact]
    public void Every_operation_has_a_name_of_its_own()
    {
        var names = served["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject()).Select(o => o.Value!["operationId"]?.ToString()).ToList();
        names.ShouldNotContain((string?)null);
        names.ShouldBeUnique();
    }
}
