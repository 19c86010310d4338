using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Platform.Contracts;

namespace Platform.Messaging.Contracts;

/// <summary>
/// The public events as an AsyncAPI 3.0 document, generated from the records: what other teams build their subscribers from.
/// It is kept as <c>contracts/asyncapi.json</c>.
/// </summary>
public static class AsyncApi
{
    private static readonly JsonSerializerOptions Written = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The document as text, the same for the same records.</summary>
    public static string Write() => Make().ToJsonString(Written) + "\n";

    /// <summary>The document.</summary>
    public static JsonObject Make()
    {
        var comments = new ContractComments(typeof(PublicEventAttribute).Assembly);
        var (channels, operations, messages, schemas) = (new JsonObject(), new JsonObject(), new JsonObject(), new JsonObject());
        foreach (var type in MessageNames.PublicEvents)
        {
            var name = type.GetCustomAttribute<PublicEventAttribute>()!;
            channels[name.Type] = Channel(name);
            operations["send." + name.Type] = Operation(name);
            messages[name.Type] = Message(name, type, comments);
            schemas[name.Type] = Schema(type, comments);
        }

        return new JsonObject
        {
            ["asyncapi"] = "3.0.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Platform events",
                ["version"] = "1.0.0",
                ["description"] =
                    "Everything of note, as CloudEvents 1.0 in JSON. Declare a queue of your own and bind it to the topic exchange platform.events "
                    + "by <namespace>.<application>.<event>; what an event has none of is _. Delivery is at least once: the id says whether it is "
                    + "the same event again, sequence whether one is missing. Within v1 changes are additive: ignore fields you do not know.",
            },
            ["defaultContentType"] = CloudEvent.ContentType.MediaType,
            ["channels"] = channels,
            ["operations"] = operations,
            ["components"] = new JsonObject { ["messages"] = messages, ["schemas"] = schemas },
        };
    }

    private static JsonObject Channel(PublicEventAttribute name) => new()
    {
        ["address"] = "{namespace}.{application}." + name.Name,
        ["messages"] = new JsonObject { [name.Type] = Reference("messages", name.Type) },
        ["parameters"] = new JsonObject
        {
            ["namespace"] = new JsonObject { ["description"] = "The namespace the event speaks of, or _." },
            ["application"] = new JsonObject { ["description"] = "The application the event speaks of, or _." },
        },
        ["bindings"] = new JsonObject
        {
            ["amqp"] = new JsonObject
            {
                ["is"] = "routingKey",
                ["exchange"] = new JsonObject { ["name"] = BrokerTopology.Events, ["type"] = "topic", ["durable"] = true },
                ["bindingVersion"] = "0.3.0",
            },
        },
    };

    private static JsonObject Operation(PublicEventAttribute name) => new()
    {
        ["action"] = "send",
        ["channel"] = new JsonObject { ["$ref"] = "#/channels/" + name.Type },
    };

    private static JsonObject Message(PublicEventAttribute name, Type type, ContractComments comments)
    {
        static JsonObject Text(string? format = null) =>
            format is null ? new JsonObject { ["type"] = "string" } : new JsonObject { ["type"] = "string", ["format"] = format };
        static JsonObject Constant(string value) => new() { ["const"] = value };

        return new JsonObject
        {
            ["name"] = name.Type,
            ["title"] = type.Name,
            ["summary"] = comments.Of(type),
            ["contentType"] = CloudEvent.ContentType.MediaType,
            ["payload"] = new JsonObject
            {
                ["type"] = "object",
                ["required"] = new JsonArray("specversion", "id", "source", "type", "subject", "time", "datacontenttype", "data"),
                ["properties"] = new JsonObject
                {
                    ["specversion"] = Constant("1.0"),
                    ["id"] = Text("uuid"),
                    ["source"] = Constant("platform/" + name.Service),
                    ["type"] = Constant(name.Type),
                    ["subject"] = new JsonObject { ["type"] = "string", ["description"] = "namespace/application[/cluster]; what does not apply is _" },
                    ["time"] = Text("date-time"),
                    ["datacontenttype"] = Constant("application/json"),
                    ["sequence"] = new JsonObject
                    {
                        ["type"] = "string",
                        ["pattern"] = "^[0-9]{10,}$",
                        ["description"] = "Number of the event among those of its source and subject, from 1 without gaps; absent on facts repeated on request.",
                    },
                    ["correlationid"] = Text("uuid"),
                    ["conversationid"] = Text("uuid"),
                    ["causationid"] = Text("uuid"),
                    ["traceparent"] = Text(),
                    ["tracestate"] = Text(),
                    ["data"] = Reference("schemas", name.Type),
                },
            },
        };
    }

    private static JsonObject Schema(Type type, ContractComments comments) => (JsonObject)MessageJson.Options.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = (context, node) =>
        {
            var member = context.PropertyInfo?.AttributeProvider as MemberInfo;
            var comment = member is null ? comments.Of(context.TypeInfo.Type) : comments.Of(member);
            if (node is JsonObject schema && comment is not null)
            {
                schema.Insert(0, "description", comment);
            }

            return node;
        },
    });

    private static JsonObject Reference(string kind, string name) => new() { ["$ref"] = $"#/components/{kind}/{name}" };
}
