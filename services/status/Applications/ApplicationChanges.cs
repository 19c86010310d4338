namespace Platform.Status.Applications;

/// <summary>What news does to an application's status. Each answers whether anything is to be saved.</summary>
internal static class ApplicationChanges
{
    private const int RolloutsRemembered = 32;

    /// <summary>The rollout is one of those that were followed.</summary>
    public static bool Knows(this ApplicationDocument application, Guid rollout) =>
        application.Rollout == rollout || application.EarlierRollouts.Contains(rollout);

    public static bool Take(this ApplicationDocument application, ClusterHealthObserved news)
    {
        if (application.Deleted)
            return false;
        var part = application.Clusters.Find(c => c.Cluster == news.Cluster);
        if (part is not null && news.Sequence <= part.Sequence)
            return false;
        if (part is null)
        {
            application.Clusters.Add(part = new() { Cluster = news.Cluster });
            application.Clusters.Sort((a, b) => string.CompareOrdinal(a.Cluster, b.Cluster));
        }
        part.Sequence = news.Sequence;
        part.Health = new()
        {
            Cluster = news.Cluster,
            Health = news.Health,
            Revision = news.Revision,
            LastSeen = news.ObservedAt,
            Components = news.Components,
        };
        application.Revision = Math.Max(application.Revision, news.Revision);
        application.Announce();
        return true;
    }

    /// <summary>A revision was submitted: nothing runs of it yet.</summary>
    public static bool Submitted(this ApplicationDocument application, long revision, Guid rollout, DateTimeOffset at)
    {
        if (!application.Follow(rollout, revision))
            return false;
        return application.Moved(ApplicationPhase.Starting, at);
    }

    /// <summary>A rollout moved. Events may come late or in another order: the newer revision wins, then the later event, then the end.</summary>
    public static bool RolloutMoved(this ApplicationDocument application, long revision, Guid rollout, ApplicationPhase phase, DateTimeOffset at)
    {
        if (!application.Follow(rollout, revision))
            return false;
        return application.Moved(phase, at);
    }

    /// <summary>Tells of the application when it is not as it was told last. Always true, to end a change with.</summary>
    public static bool Announce(this ApplicationDocument application)
    {
        var status = new ApplicationStatusChanged
        {
            Namespace = application.Namespace,
            Application = application.Application,
            Revision = application.Revision,
            Phase = application.Phase(),
            Health = application.Clusters.Count == 0 ? HealthStatus.Progressing : application.Clusters.Max(c => c.Health.Health),
            Clusters = [.. application.Clusters.Select(c => c.Health)],
        };
        if (Differs(status, application.Announced))
        {
            application.Announced = status;
            application.Publish(status);
        }
        return true;
    }

    /// <summary>Running ends well or not by what is seen on the clusters.</summary>
    private static ApplicationPhase Phase(this ApplicationDocument application) =>
        application.Workflow == ApplicationPhase.Running && application.Clusters.Any(c => c.Health.Health > HealthStatus.Suspended)
            ? ApplicationPhase.Unhealthy
            : application.Workflow;

    private static bool Follow(this ApplicationDocument application, Guid rollout, long revision)
    {
        if (application.Rollout == rollout)
            return !application.Deleted;
        if (application.EarlierRollouts.Contains(rollout) || (!application.Deleted && revision < application.Revision && application.Rollout != Guid.Empty))
            return false;
        if (application.Rollout != Guid.Empty)
            application.EarlierRollouts.Add(application.Rollout);
        if (application.EarlierRollouts.Count > RolloutsRemembered)
            application.EarlierRollouts.RemoveAt(0);
        application.Rollout = rollout;
        application.Revision = application.Deleted ? revision : Math.Max(revision, application.Revision);
        application.Workflow = ApplicationPhase.Starting;
        application.WorkflowAt = DateTimeOffset.MinValue;
        application.Deleted = false;
        application.ExpiresAt = null;
        return true;
    }

    private static bool Moved(this ApplicationDocument application, ApplicationPhase phase, DateTimeOffset at)
    {
        if (at < application.WorkflowAt || (application.Workflow.HasEnded() && !phase.HasEnded() && at <= application.WorkflowAt))
            return false;
        application.Workflow = phase;
        application.WorkflowAt = at;
        return application.Announce();
    }

    private static bool HasEnded(this ApplicationPhase phase) =>
        phase is ApplicationPhase.Running or ApplicationPhase.WorkflowFailed or ApplicationPhase.WorkflowTerminated;

    private static bool Differs(ApplicationStatusChanged status, ApplicationStatusChanged? other) =>
        other is null || status.Revision != other.Revision || status.Phase != other.Phase || status.Health != other.Health
        || !status.Clusters.Select(Substance).SequenceEqual(other.Clusters.Select(Substance));

    private static string Substance(ClusterHealth cluster) =>
        $"{cluster.Cluster}\n{cluster.Health}\n{cluster.Revision}\n"
        + string.Join('\n', cluster.Components.Select(c => $"{c.Component}\t{c.Health}\t{c.Message}\t{string.Join(',', c.Images)}"));
}
