using Platform.Contracts.Deploy.V1;

namespace Platform.Status.Inventories;

/// <summary>The pages of an inventory that came so far.</summary>
internal sealed class PendingInventory
{
    public long Sequence { get; set; }

    public int Attempt { get; set; }

    public Dictionary<string, string> Shapes { get; set; } = [];

    public Dictionary<int, IReadOnlyList<AppliedObject>> Pages { get; set; } = [];
}
