namespace Platform.Libraries.Tests.Storage;

internal sealed class ParcelRoute
{
    public string? Region { get; set; }
}
