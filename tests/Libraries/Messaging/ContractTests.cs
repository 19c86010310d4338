using System.Diagnostics;
using System.Text.Json.Nodes;
using Platform.Messaging.Contracts;
using Platform.Tests.Support;

namespace Platform.Libraries.Tests.Messaging;

/// <summary>What other teams build on is written down, and only ever grows.</summary>
public sealed class ContractTests
{
    private static string File
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!System.IO.File.Exists(Path.Combine(folder.FullName, "Platform.sln")))
            {
                folder = folder.Parent!;
            }

            return Path.Combine(folder.FullName, "contracts", "asyncapi.json");
        }
    }

    [Fact]
    public void The_checked_in_AsyncAPI_document_is_what_the_records_say()
    {
        var generated = AsyncApi.Write();
        var update = Environment.GetEnvironmentVariable("PLATFORM_UPDATE");
        var known = System.IO.File.Exists(File) ? System.IO.File.ReadAllText(File) : "{}";
        if (update != "breaking")
        {
            ContractChanges.Breaking(JsonNode.Parse(known)!, JsonNode.Parse(generated)!).ShouldBeEmpty(
                "events of a version only grow; publish a V2 beside it (before the first release: PLATFORM_UPDATE=breaking)");
        }

        if (!string.IsNullOrEmpty(update))
        {
            System.IO.File.WriteAllText(File, generated);
            return;
        }

        known.ShouldBe(generated, "contracts/asyncapi.json is out of date; PLATFORM_UPDATE=1 writes it anew");
    }

    [Fact]
    public void Every_event_has_a_channel_a_message_and_a_described_schema()
    {
        var document = AsyncApi.Make();
        var schemas = document["components"]!["schemas"]!.AsObject();
        schemas.Count.ShouldBe(Platform.Messaging.MessageNames.PublicEvents.Count);
        schemas.Count.ShouldBeGreaterThan(20);
        foreach (var (name, schema) in schemas)
        {
            document["channels"]![name]!["address"]!.GetValue<string>().ShouldStartWith("{namespace}.{application}.");
            document["components"]!["messages"]![name]!["summary"].ShouldNotBeNull(name);
            schema!["properties"].ShouldNotBeNull(name);
        }

        schemas["platform.deploy.v1.rollout-succeeded"]!["required"]!.AsArray().Select(field => field!.GetValue<string>())
            .ShouldBe(["namespace", "application", "rollout", "revision"]);
    }

    [Fact]
    public async Task The_AsyncAPI_document_keeps_to_the_specifications_own_schema()
    {
        var root = Path.GetDirectoryName(Path.GetDirectoryName(File))!;
        Assert.SkipUnless(Directory.Exists(Path.Combine(root, ".tools", "asyncapi", "node_modules", "ajv-formats")), "the schema is not there (tests/tools/get asyncapi)");
        (await FaultsAsync(root, File)).ShouldBeEmpty();

        using var folder = new TempFolder();
        var broken = AsyncApi.Make();
        broken["info"]!.AsObject().Remove("version");
        broken["channels"]!.AsObject().First().Value!["address"] = 1;
        var copy = Path.Combine(folder.Path, "asyncapi.json");
        await System.IO.File.WriteAllTextAsync(copy, broken.ToJsonString(), TestContext.Current.CancellationToken);
        (await FaultsAsync(root, copy)).ShouldContain("/info must have required property 'version'");
    }

    /// <summary>What the specification asks of a document beyond its JSON: it is what generators of clients stumble over.</summary>
    [Fact]
    public void The_AsyncAPI_document_has_the_structure_of_version_3()
    {
        var document = AsyncApi.Make();
        document["asyncapi"]!.ToString().ShouldBe("3.0.0");
        document.Select(member => member.Key).ShouldBeSubsetOf(["asyncapi", "id", "info", "servers", "defaultContentType", "channels", "operations", "components"]);
        document["info"]!.AsObject().Select(member => member.Key).ShouldBeSubsetOf(["title", "version", "description", "termsOfService", "contact", "license", "tags", "externalDocs"]);
        foreach (var reference in References(document))
        {
            Resolve(document, reference).ShouldNotBeNull(reference);
        }

        foreach (var (name, channel) in document["channels"]!.AsObject())
        {
            var parameters = channel!["parameters"]!.AsObject().Select(parameter => "{" + parameter.Key + "}").ToList();
            channel["address"]!.ToString().Split('.').Where(word => word.StartsWith('{')).ShouldBe(parameters, name);
            channel["messages"]!.AsObject().Count.ShouldBe(1, name);
        }

        foreach (var (name, operation) in document["operations"]!.AsObject())
        {
            operation!["action"]!.ToString().ShouldBeOneOf("send", "receive");
            operation["channel"]!["$ref"]!.ToString().ShouldStartWith("#/channels/", Case.Sensitive, name);
        }
    }

    [Theory]
    [InlineData("""{"properties":{"a":{"type":"string"}}}""", "x.b is gone")]
    [InlineData("""{"properties":{"a":{"type":"integer"},"b":{"enum":["p","q"]}}}""", "x.a was \"string\" and is \"integer\"")]
    [InlineData("""{"properties":{"a":{"type":"string"},"b":{"enum":["p"]}}}""", "x.b can no longer be \"q\"")]
    public void A_change_that_breaks_subscribers_is_told(string after, string told)
    {
        var before = Document("""{"properties":{"a":{"type":"string"},"b":{"enum":["p","q"]}}}""");
        ContractChanges.Breaking(before, Document(after)).ShouldBe([told]);
    }

    [Fact]
    public void A_new_field_or_event_breaks_nobody() => ContractChanges.Breaking(
        Document("""{"properties":{"a":{"type":"string"}}}"""),
        Document("""{"properties":{"a":{"type":"string"},"b":{"type":"string"}}}""")).ShouldBeEmpty();

    /// <summary>What the schema finds wrong, a line each.</summary>
    private static async Task<string[]> FaultsAsync(string root, string document)
    {
        var start = new ProcessStartInfo(ExternalProgram.Require("node"), [Path.Combine(root, "tests", "tools", "asyncapi.mjs"), document]) { RedirectStandardOutput = true };
        using var node = Process.Start(start)!;
        var said = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        var faults = said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        node.ExitCode.ShouldBe(faults.Length > 0 ? 1 : 0);
        return faults;
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(member => member is { Key: "$ref", Value: JsonValue reference } ? [reference.ToString()] : References(member.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };

    /// <summary>Follows a JSON pointer of this document; schemas refer to themselves within themselves by <c>#</c>.</summary>
    private static JsonNode? Resolve(JsonNode document, string reference) =>
        reference.Split('/').Skip(1).Aggregate((JsonNode?)document, (at, word) => at is JsonObject map ? map[word.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)] : null);

    private static JsonNode Document(string schema) =>
        JsonNode.Parse("""{"components":{"schemas":{"x":SCHEMA}}}""".Replace("SCHEMA", schema, StringComparison.Ordinal))!;
}
