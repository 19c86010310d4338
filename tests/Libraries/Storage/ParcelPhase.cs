namespace Platform.Libraries.Tests.Storage;

internal enum ParcelPhase
{
    Packed,
    OnTheWay,
    Delivered,
}
