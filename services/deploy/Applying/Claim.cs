namespace Platform.Deploy.Applying;

/// <summary>What came of asking for an inventory to work on: exactly one of these is set.</summary>
internal sealed record Claim
{
    /// <summary>It is held for this part.</summary>
    public InventoryDocument? Held { get; init; }

    /// <summary>This attempt is done already.</summary>
    public (InventoryDocument Inventory, DonePart Part)? Done { get; init; }

    /// <summary>Somebody works there, be it on this very part; when to ask again.</summary>
    public DateTimeOffset? BusyUntil { get; init; }

    /// <summary>A newer rollout has worked here.</summary>
    public bool Outdated { get; init; }
}
