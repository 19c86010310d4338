namespace Platform.Contracts.Deploy.V1;

/// <summary>A revision of an installed definition; <see cref="DefinitionInstalled"/> of the same kind, name and revision says what is in it.</summary>
/// <param name="Kind">component or trait.</param>
/// <param name="Name">What applications call it.</param>
/// <param name="Revision">Its revision.</param>
public sealed record DefinitionReference(string Kind, string Name, long Revision);
