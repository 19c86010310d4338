namespace Platform.Sandbox.Behaviour;

/// <summary>How a Pod fares.</summary>
public enum PodOutcome
{
    /// <summary>Gets ready; a Pod that may end (restartPolicy Never or OnFailure) succeeds after a while.</summary>
    Ready,

    /// <summary>Its image never comes (ImagePullBackOff).</summary>
    Broken,

    /// <summary>Its containers fail at once: CrashLoopBackOff, or phase Failed with restartPolicy Never.</summary>
    Crash,

    /// <summary>Runs and never gets ready.</summary>
    Unready,

    /// <summary>No node takes it.</summary>
    Unschedulable,
}
