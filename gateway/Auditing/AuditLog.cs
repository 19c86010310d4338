using Microsoft.Extensions.Options;
using Platform.Contracts.Gateway.V1;
using Platform.Messaging;

namespace Platform.Gateway.Auditing;

/// <summary>Stores audit entries, each with its event.</summary>
internal sealed partial class AuditLog(IOutbox<AuditEntry> entries, IOptions<GatewayOptions> options, ILogger<AuditLog> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public IOutbox<AuditEntry> Entries => entries;

    /// <summary>Never fails: an entry that can't be stored is at least logged in full.</summary>
    public async Task WriteAsync(AuditEntry entry)
    {
        entry.Id = Guid.CreateVersion7(entry.At).ToString("N");
        entry.ExpiresAt = entry.At + options.Value.AuditRetention;
        entry.Publish(new AuditRecorded { Actor = entry.Actor, Action = $"{entry.Method} {entry.Path}", Outcome = entry.Outcome });
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await entries.InsertAsync(entry, patience.Token);
        }
        catch (Exception fault)
        {
            NotStored(log, fault, entry.Actor, entry.Method, entry.Path, entry.Outcome, entry.TraceId);
        }
    }

    [LoggerMessage(LogLevel.Error, "Audit entry not stored: {Actor} {Method} {Path} {Outcome}, trace {TraceId}")]
    private static partial void NotStored(ILogger logger, Exception fault, string actor, string method, string path, int outcome, string traceId);
}
