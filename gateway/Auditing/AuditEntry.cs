using Platform.Messaging;
using Platform.Storage;

namespace Platform.Gateway.Auditing;

/// <summary>One write through the gateway, whatever became of it.</summary>
internal sealed class AuditEntry : OutboxDocument, IExpires
{
    public DateTimeOffset At { get; set; }

    public string Actor { get; set; } = "";

    /// <summary>How the actor was authenticated.</summary>
    public string Kind { get; set; } = "";

    public string Method { get; set; } = "";

    public string Path { get; set; } = "";

    /// <summary>HTTP status answered; 499 when the caller went away first.</summary>
    public int Outcome { get; set; }

    public long DurationMs { get; set; }

    public string TraceId { get; set; } = "";

    public string? RemoteAddress { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }
}
