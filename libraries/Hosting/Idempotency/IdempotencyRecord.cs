using Platform.Storage;

namespace Platform.Hosting;

/// <summary>One write under an <c>Idempotency-Key</c>: first only claimed, then with its answer.</summary>
internal sealed class IdempotencyRecord : IDocument, IExpires
{
    /// <summary>Hash of caller and key.</summary>
    public string Id { get; set; } = "";

    public long Version { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Hash of method, path, query and body.</summary>
    public string Request { get; set; } = "";

    /// <summary>Until when the attempt under way may be taken for alive; it is renewed while it runs.</summary>
    public DateTimeOffset LeaseUntil { get; set; }

    /// <summary>Status answered; null while under way.</summary>
    public int? Status { get; set; }

    /// <summary>Headers that belong to the answer.</summary>
    public Dictionary<string, string> Headers { get; set; } = [];

    /// <summary>The body, encrypted under the master key: it may hold what is shown only once.</summary>
    public string? Body { get; set; }
}
