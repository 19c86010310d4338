using System.Text.Json.Nodes;
using Platform.Kubernetes;
using Platform.Status.Inventories;

namespace Platform.Status.Watching;

/// <summary>Something a cluster's loop is told.</summary>
internal abstract record Note
{
    /// <summary>An inventory changed.</summary>
    public sealed record Inventory(InventoryDocument Document) : Note;

    /// <summary>A watch told something.</summary>
    public sealed record Event(Session Session, Scope Scope, WatchEvent What) : Note
    {
        /// <summary>When it was read.</summary>
        public long At { get; } = System.Diagnostics.Stopwatch.GetTimestamp();
    }

    /// <summary>An object was read by itself.</summary>
    public sealed record Read(Session Session, Scope Scope, JsonObject Live) : Note;

    /// <summary>The cluster does not know a kind.</summary>
    public sealed record UnknownKind(Session Session, Scope Scope) : Note;

    /// <summary>The cluster answered a plain question.</summary>
    public sealed record Answered(Session Session) : Note;

    /// <summary>The client was replaced.</summary>
    public sealed record Ended(Session Session) : Note;
}
