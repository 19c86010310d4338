namespace Platform.Tools;

/// <summary>A directory of a repository at one commit, fetched but not yet checked out.</summary>
/// <param name="Repository">The bare repository it was fetched into.</param>
/// <param name="Commit">The commit, 40 hexadecimal digits.</param>
/// <param name="Tree">The directory's tree: equal trees hold equal files, whatever the commit.</param>
public sealed record GitTree(string Repository, string Commit, string Tree);
