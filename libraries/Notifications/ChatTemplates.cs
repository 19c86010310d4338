using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Notifications;

/// <summary>A line of text as the chats take it at their incoming webhooks.</summary>
public static class ChatTemplates
{
    /// <summary>Slack.</summary>
    public static byte[] Slack(string text) => Json(new() { ["text"] = Escaped(text) });

    /// <summary>DingTalk.</summary>
    public static byte[] DingTalk(string text) => Json(new() { ["msgtype"] = "text", ["text"] = new JsonObject { ["content"] = text } });

    /// <summary>Lark (Feishu).</summary>
    public static byte[] Lark(string text) => Json(new() { ["msg_type"] = "text", ["content"] = new JsonObject { ["text"] = text } });

    /// <summary>Slack reads these three as markup, so that a message could otherwise call everyone or hide a link.</summary>
    private static string Escaped(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static byte[] Json(JsonObject message) => JsonSerializer.SerializeToUtf8Bytes(message);
}
