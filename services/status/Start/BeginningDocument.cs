namespace Platform.Status.Start;

/// <summary>There is one, made at the very first start; its outbox carries the questions that fill the projections.</summary>
internal sealed class BeginningDocument : OutboxDocument;
