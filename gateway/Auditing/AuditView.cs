namespace Platform.Gateway.Auditing;

/// <summary>An audit entry as shown.</summary>
internal sealed record AuditView(
    string Id, DateTimeOffset At, string Actor, string Kind, string Method, string Path, int Outcome, long DurationMs, string TraceId, string? RemoteAddress)
{
    public static AuditView Of(AuditEntry e) =>
        new(e.Id, e.At, e.Actor, e.Kind, e.Method, e.Path, e.Outcome, e.DurationMs, e.TraceId, e.RemoteAddress);
}
