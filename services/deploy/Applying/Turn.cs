namespace Platform.Deploy.Applying;

/// <summary>What came of waiting for a place: it, or a time after which to ask again, or neither for what waits already.</summary>
internal readonly record struct Turn(Place? Place, TimeSpan? ComeBack = null);
