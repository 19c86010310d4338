namespace Platform.Sandbox.Api;

/// <summary>Who sends a request.</summary>
internal sealed record User(string Name, IReadOnlyList<string> Groups)
{
    /// <summary>The uid of a service account; null for others.</summary>
    public string? Uid { get; init; }

    /// <summary>What the server calls the credential (`X509SHA256=…`, `JTI=…`).</summary>
    public string? Credential { get; init; }

    public static User OfServiceAccount(string ns, string name) =>
        new($"system:serviceaccount:{ns}:{name}", ["system:serviceaccounts", $"system:serviceaccounts:{ns}", "system:authenticated"]);

    public static readonly User Anonymous = new("system:anonymous", ["system:unauthenticated"]);

    public bool IsAnonymous => Name == Anonymous.Name;

    /// <summary>Members of system:masters may do everything.</summary>
    public bool IsMaster => Groups.Contains("system:masters");
}
