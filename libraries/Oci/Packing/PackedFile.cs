namespace Platform.Oci;

/// <summary>A file of an archive to make.</summary>
/// <param name="Path">Where it is in the archive, parts joined by <c>/</c>.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Executable">True when it may be run.</param>
public sealed record PackedFile(string Path, ReadOnlyMemory<byte> Content, bool Executable = false);
