namespace Platform.Hosting;

/// <summary>A role in one namespace; a null namespace means all of them.</summary>
public sealed record RoleGrant(Role Role, string? Namespace = null);
