namespace Platform.Oam;

/// <summary>What an application's policies say of one of its objects.</summary>
public sealed record ObjectHandling
{
    /// <summary>What holds for an object that no policy speaks of.</summary>
    public static ObjectHandling Usual { get; } = new();

    /// <summary>Fields that are applied once and then left to others (apply-once); <c>*</c> = the whole object.</summary>
    public IReadOnlyList<string> Once { get; init; } = [];

    /// <summary>It may exist already, made by somebody else, and becomes the application's (take-over).</summary>
    public bool TakeOver { get; init; }

    /// <summary>It has to exist already, and is neither changed nor deleted (read-only).</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Other applications may have it too (shared-resource).</summary>
    public bool Shared { get; init; }

    /// <summary>What others have set in it goes (resource-update, op replace).</summary>
    public bool Replace { get; init; }

    /// <summary>Fields that change by deleting the object and making it again (resource-update).</summary>
    public IReadOnlyList<string> Recreate { get; init; } = [];

    /// <summary>When it is deleted (garbage-collect).</summary>
    public DeletionRule Deletion { get; init; }

    /// <summary>What belongs to it stays when it is deleted (garbage-collect, propagation orphan).</summary>
    public bool Orphans { get; init; }

    /// <summary>How many components have to go before its own, where the order of deletion is that of dependencies; else 0.</summary>
    public int Depth { get; init; }

    /// <summary>No policy speaks of it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsUsual => this is { TakeOver: false, ReadOnly: false, Shared: false, Replace: false, Deletion: DeletionRule.WithRevision, Orphans: false, Depth: 0 }
        && Once.Count == 0 && Recreate.Count == 0;
}
