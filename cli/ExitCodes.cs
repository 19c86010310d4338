namespace Platform.Cli;

/// <summary>What a script learns from the end of a command.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>The request was fine, the thing itself failed: a rollout, a build.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage or wrong input: trying again changes nothing.</summary>
    public const int BadInput = 2;

    /// <summary>The server can't be reached, is not able to answer now, or does not know us.</summary>
    public const int Unavailable = 3;

    /// <summary>Ended by Ctrl-C.</summary>
    public const int Interrupted = 130;
}
