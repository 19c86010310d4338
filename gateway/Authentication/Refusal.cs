namespace Platform.Gateway.Authentication;

/// <summary>Why nobody was authenticated.</summary>
internal sealed record Refusal(string Reason);
