using System.Text.Json.Serialization;
using Platform.Contracts;

namespace Platform.Status.Notifications;

/// <summary>How somebody is told.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<NotificationTarget>))]
internal enum NotificationTarget
{
    /// <summary>The CloudEvent, posted (HTTP binding, structured mode).</summary>
    Webhook,
    Slack,
    DingTalk,
    Lark,
    Email,
}
