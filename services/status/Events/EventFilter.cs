using Platform.Hosting;

namespace Platform.Status.Events;

/// <summary>Which events a reader asked for and may see.</summary>
internal sealed record EventFilter(string? Subject, string? Type, IReadOnlySet<string>? Namespaces)
{
    public static EventFilter Of(HttpContext context)
    {
        var query = context.Request.Query;
        return new(Given(query["subject"].ToString()), Given(query["type"].ToString()), context.Identity().NamespacesFor(Role.Viewer));
    }

    /// <summary>What belongs to the whole platform is for those who may see all of it.</summary>
    public bool Lets(EventDocument e) =>
        (Namespaces is null || (e.Namespace is { } ns && Namespaces.Contains(ns)))
        && (Subject is null || e.Subject.StartsWith(Subject, StringComparison.Ordinal))
        && (Type is null || e.Type == Type || e.Type.EndsWith("." + Type, StringComparison.Ordinal));

    private static string? Given(string text) => text.Length == 0 ? null : text;
}
