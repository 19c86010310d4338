namespace Platform.Local.Delivery;

/// <summary>The delivery of the sample cannot go on; the message says why.</summary>
internal sealed class DeliveryException(string message) : Exception(message);
