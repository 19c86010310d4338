namespace Platform.Sandbox.Api;

/// <summary>Who sends a request.</summary>
internal sealed record User(string Name, IReadOnlyList<string> Groups)
{
    public static readonly User Anonymous = new("system:anonymous", ["system:unauthenticated"]);

    public bool IsAnonymous => Name == Anonymous.Name;

    /// <summary>Members of system:masters may do everything.</summary>
    public bool IsMaster => Groups.Contains("system:masters");
}
