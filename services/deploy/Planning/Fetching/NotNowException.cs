namespace Platform.Deploy.Planning.Fetching;

/// <summary>What a rendering needs can't be fetched now and may be later: a cluster, a registry or the artifact store is away.</summary>
internal sealed class NotNowException(string message, Exception? inner = null) : Exception(message, inner);
