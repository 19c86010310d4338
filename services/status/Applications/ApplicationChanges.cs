namespace Platform.Status.Applications;

/// <summary>What news does to an application's status. Each answers whether anything is to be saved.</summary>
internal static class ApplicationChanges
{
    private const int RolloutsRemembered = 32;

    /// <summary>The rollout is one of those that were followed.</summary>
    public static bool Knows(this ApplicationDocument application, Guid rollout) =>
        application.Rollout == rollout || application.EarlierRollouts.Contains(rollout);

    /// <summary>Clusters were looked at; told once for all of them.</summary>
    public static bool Take(this ApplicationDocument application, params IEnumerable<ClusterHealthObserved> news) =>
        news.Where(application.Keep).ToList().Count > 0 && application.Announce();

    /// <summary>
    /// A rollout moved. Events may come late, twice or in another order: the rollout with the highest number decides, and of its events
    /// the one with the highest position.
    /// </summary>
    public static bool Moved(this ApplicationDocument application, RolloutMove move)
    {
        if (!application.Follow(move) || (move.Position <= application.WorkflowAt && !move.Removes))
            return false;
        application.Removing |= move.Removes;
        if (move.Position > application.WorkflowAt)
            (application.Workflow, application.WorkflowAt) = (move.Phase, move.Position);
        return application.Announce();
    }

    /// <summary>Tells of the application when it is not as it was told last. Always true, to end a change with.</summary>
    public static bool Announce(this ApplicationDocument application)
    {
        List<ClusterHealth> clusters = [.. application.Clusters.Select(c => c.Health)];
        var fitting = ClusterSelection.Fitting(clusters);
        var status = new ApplicationStatusChanged
        {
            Namespace = application.Namespace,
            Application = application.Application,
            Revision = application.Revision,
            Phase = application.Phase(),
            Health = clusters.Count == 0 ? HealthStatus.Progressing : clusters.Max(c => c.Health),
            Clusters = fitting,
            ClusterCounts = ClusterSelection.Counts(clusters),
            Truncated = fitting != clusters,
        };
        var announced = AnnouncedStatus.Of(status, clusters);
        if (announced != application.Announced)
        {
            application.Announced = announced;
            application.Publish(status);
        }
        return true;
    }

    /// <summary>Nothing newer is known of the cluster.</summary>
    public static bool IsNews(this ApplicationDocument application, ClusterHealthObserved observed) =>
        !application.Deleted && !application.Clusters.Exists(c => c.Cluster == observed.Cluster && c.Sequence >= observed.Sequence);

    private static bool Keep(this ApplicationDocument application, ClusterHealthObserved news)
    {
        if (!application.IsNews(news))
            return false;
        var at = application.Clusters.FindIndex(c => string.CompareOrdinal(c.Cluster, news.Cluster) >= 0);
        at = at < 0 ? application.Clusters.Count : at;
        if (at == application.Clusters.Count || application.Clusters[at].Cluster != news.Cluster)
            application.Clusters.Insert(at, new() { Cluster = news.Cluster });
        var part = application.Clusters[at];
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
        return true;
    }

    /// <summary>Running ends well or not by what is seen on the clusters; a removal ends when the application is gone.</summary>
    private static ApplicationPhase Phase(this ApplicationDocument application) => application switch
    {
        { Removing: true, Workflow: not (ApplicationPhase.WorkflowFailed or ApplicationPhase.WorkflowTerminated) } => ApplicationPhase.Deleting,
        { Workflow: ApplicationPhase.Running } when application.Clusters.Exists(c => c.Health.Health > HealthStatus.Suspended) => ApplicationPhase.Unhealthy,
        _ => application.Workflow,
    };

    /// <summary>False: a later rollout decides by now, or the application is gone.</summary>
    private static bool Follow(this ApplicationDocument application, RolloutMove move)
    {
        if (application.Rollout == move.Rollout)
            return !application.Deleted;
        if (move.Number <= application.RolloutNumber)
            return false;
        if (application.Rollout != Guid.Empty)
            application.EarlierRollouts.Add(application.Rollout);
        if (application.EarlierRollouts.Count > RolloutsRemembered)
            application.EarlierRollouts.RemoveAt(0);
        (application.Rollout, application.RolloutNumber) = (move.Rollout, move.Number);
        application.Revision = application.Deleted ? move.Revision : Math.Max(move.Revision, application.Revision);
        (application.Workflow, application.WorkflowAt) = (ApplicationPhase.Starting, 0);
        application.Removing = false;
        application.Deleted = false;
        application.ExpiresAt = null;
        return true;
    }
}
