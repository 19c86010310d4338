using System.Text.Json.Nodes;
using Platform.Notifications;

namespace Platform.Deploy.Tasks;

/// <summary><c>notification</c>: Slack, DingTalk, Lark, e-mail. Each address gets it once; one that fails lets all be tried again.</summary>
internal sealed class NotificationTask(Notices notices, StepSecrets secrets) : IStepTask
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
            var result = url is null ? problem! : await notices.PostAsync(context, url, Body(name, hook["message"]!), ct, chat: name);
            if (result.Outcome != Contracts.Deploy.V1.TaskOutcome.Done)
                return result with { Reason = $"{name}: {result.Reason}" };
        }

        return context.Properties["email"] is JsonObject letter ? await MailAsync(context, letter, ct) : TaskResult.Done("told");
    }

    private async Task<TaskResult> MailAsync(TaskContext context, JsonObject letter, CancellationToken ct)
    {
        var from = letter["from"]!;
        var (password, problem) = await secrets.ReadAsync(from["password"], context.Rollout.Namespace, ct);
        if (password is null)
            return problem!;
        var server = new MailServer
        {
            Host = from["host"]!.ToString(),
            Port = (int)(from["port"]?.GetValue<long>() ?? 587),
            From = from["address"]!.ToString(),
            FromName = from["alias"]?.ToString(),
            User = from["address"]!.ToString(),
            Password = password,
        };
        var to = ((JsonArray)letter["to"]!).Select(address => address!.ToString());
        return await notices.MailAsync(context, server, to, letter["content"]!["subject"]!.ToString(), letter["content"]!["body"]!.ToString(), ct);
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
