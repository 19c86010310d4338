namespace Platform.Status.Resources;

/// <summary>What a cluster said of an object lately: a Kubernetes Event.</summary>
/// <param name="Type">Normal or Warning.</param>
/// <param name="Reason">In a word, e.g. <c>FailedScheduling</c>.</param>
/// <param name="Message">For a person.</param>
/// <param name="Count">How often.</param>
/// <param name="LastSeen">When last.</param>
/// <param name="From">The component that said it.</param>
internal sealed record ObjectEvent(string? Type, string? Reason, string? Message, int Count, DateTimeOffset? LastSeen, string? From);
