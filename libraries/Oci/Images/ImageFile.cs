namespace Platform.Oci;

/// <summary>A file of an image: its absolute path there, its content, and whether it can be run.</summary>
public sealed record ImageFile(string Path, ReadOnlyMemory<byte> Content, bool Executable = false);
