namespace Platform.Oam;

/// <summary>Wait for somebody to resume.</summary>
/// <param name="Duration">Resumes by itself after this; null = waits.</param>
/// <param name="Message">Shown while it waits.</param>
public sealed record SuspendStep(TimeSpan? Duration, string? Message);
