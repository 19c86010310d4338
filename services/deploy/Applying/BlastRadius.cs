namespace Platform.Deploy.Applying;

/// <summary>Deletions that somebody has to approve first: too large a share of what is there, or objects that hold data or others' objects.</summary>
internal static class BlastRadius
{
    /// <summary>So few are never too many.</summary>
    private const int Few = 3;
    private static readonly HashSet<string> Precious = ["PersistentVolumeClaim", "PersistentVolume", "Namespace", "CustomResourceDefinition"];

    /// <summary>Which of the unwanted objects may not go without approval: all, when they are too many; else the precious ones.</summary>
    public static IReadOnlyList<InventoryObject> Exceeding(IReadOnlyList<InventoryObject> unwanted, InventoryDocument inventory, DeployOptions options) =>
        unwanted.Count > Few && unwanted.Count > inventory.Objects.Count * options.DeletedShare ? unwanted : PreciousOf(unwanted);

    /// <summary>Those that hold data, or objects of others.</summary>
    public static IReadOnlyList<InventoryObject> PreciousOf(IReadOnlyList<InventoryObject> unwanted) =>
        [.. unwanted.Where(item => item.WasApplied && Precious.Contains(item.Kind))];

    public static string Words(IReadOnlyList<InventoryObject> withheld) =>
        string.Join(", ", withheld.Take(5).Select(item => item.Key.ToString())) + (withheld.Count > 5 ? $" and {withheld.Count - 5} more" : "");
}
