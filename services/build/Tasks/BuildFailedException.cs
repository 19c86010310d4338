namespace Platform.Build.Tasks;

/// <summary>A component cannot be built; the message is for the developer who registered it.</summary>
internal sealed class BuildFailedException(string reason, Exception? inner = null) : Exception(reason, inner);
