namespace Platform.Status.Start;

/// <summary>Made at the very first start, one for each set of facts; its outbox carries the questions that fill the projections.</summary>
internal sealed class BeginningDocument : OutboxDocument;
