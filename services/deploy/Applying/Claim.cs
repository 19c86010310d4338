namespace Platform.Deploy.Applying;

/// <summary>What came of asking for an inventory to work on: exactly one of these is set.</summary>
internal sealed record Claim
{
    /// <summary>It is held for this part.</summary>
    public InventoryDocument? Held { get; init; }

    /// <summary>This attempt is done already.</summary>
    public (InventoryDocument Inventory, DonePart Part)? Done { get; init; }

    /// <summary>Another part is being worked on, until then at the latest.</summary>
    public DateTimeOffset? BusyUntil { get; init; }

    /// <summary>A newer rollout has worked here.</summary>
    public bool Outdated { get; init; }
}
