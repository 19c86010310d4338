using System.Text.Json.Nodes;

namespace Platform.Deploy.Tasks;

/// <summary><c>notification</c>: Slack, DingTalk, Lark. Each address gets it once; one that fails lets all be tried again.</summary>
internal sealed class NotificationTask(Outward outward, StepSecrets secrets, MailSender mail) : IStepTask
{
    private static readonly string[] Hooks = ["slack", "dingding", "lark"];

    public string Type => "notification";

    public async Task<TaskResult> RunAsync(TaskContext context, CancellationToken ct)
    {
        foreach (var name in Hooks)
        {
            if (context.Properties[name] is not JsonObject hook)
                continue;
            var (url, problem) = await secrets.ReadAsync(hook["url"], context.Rollout.Namespace, ct);
            var result = url is null ? problem! : await outward.SendAsync(HttpMethod.Post, url, Body(name, hook["message"]!), [], ct);
            if (result.Outcome != Contracts.Deploy.V1.TaskOutcome.Done)
                return result with { Reason = $"{name}: {result.Reason}" };
        }

        return context.Properties["email"] is JsonObject letter ? await mail.SendAsync(letter, context.Rollout.Namespace, ct) : TaskResult.Done("told");
    }

    /// <summary>Lark takes the content of a text as an object, and applications give it as text.</summary>
    private static JsonNode Body(string hook, JsonNode message)
    {
        var body = message.DeepClone();
        if (hook == "lark" && body["content"] is JsonValue text && text.TryGetValue<string>(out var json))
            body["content"] = Parsed(json);
        return body;
    }

    private static JsonNode Parsed(string json)
    {
        try
        {
            return JsonNode.Parse(json) ?? new JsonObject();
        }
        catch (System.Text.Json.JsonException)
        {
            return new JsonObject { ["text"] = json };
        }
    }
}
