using System.Text.Json.Serialization;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Planning;
using Platform.Deploy.Rollouts;
using Platform.Messaging;
using Platform.Oam;

namespace Platform.Deploy.Applying;

/// <summary>
/// The part of a rollout's step on one cluster: the unit of work, of idempotency and of counting; id <c>rollout/step/cluster</c>.
/// </summary>
internal sealed class ClusterRolloutDocument : OutboxDocument
{
    public Guid Rollout { get; set; }

    /// <summary>Number of the rollout: see <see cref="RolloutDocument.Number"/>.</summary>
    public long Number { get; set; }

    /// <summary>See <see cref="RolloutDocument.Turn"/>: orders it among the rollout's work on the cluster.</summary>
    public int Turn { get; set; }

    /// <summary>Its place among all work of the application on the cluster: what is lower gives way.</summary>
    [JsonIgnore]
    public long Order => (Number << 20) | (long)Turn;

    public string Step { get; set; } = "";

    /// <summary>The wave of the step it is in, from 1.</summary>
    public int Wave { get; set; } = 1;

    /// <summary>It takes the cluster back to <see cref="Revision"/>.</summary>
    public bool RollsBack { get; set; }

    public string Cluster { get; set; } = "";

    public string Namespace { get; set; } = "";

    public string Application { get; set; } = "";

    /// <summary><c>namespace/application</c>.</summary>
    public string ApplicationKey { get; set; } = "";

    public long Revision { get; set; }

    public RolloutKind Kind { get; set; }

    /// <summary>Digest of the plan; null for a removal, which needs none.</summary>
    public string? Plan { get; set; }

    /// <summary>Components with objects in it: their health is waited for.</summary>
    public List<string> Components { get; set; } = [];

    /// <summary>Components in the order they need each other: those of a layer come when all before are well. Empty: all at once.</summary>
    public List<List<string>> Layers { get; set; } = [];

    /// <summary>Components of later layers take values that those before them give.</summary>
    public bool TakesValues { get; set; }

    /// <summary>The layer that is applied, or waited for.</summary>
    public int Layer { get; set; }

    /// <summary>Nothing comes after what is applied now.</summary>
    [JsonIgnore]
    public bool IsLastLayer => Layer >= Layers.Count - 1;

    /// <summary>Objects in it.</summary>
    public int Total { get; set; }

    /// <summary>All steps of the rollout that go to this cluster: what is no longer wanted goes after the last of them.</summary>
    public List<string> Steps { get; set; } = [];

    /// <summary>It may delete whatever is no longer wanted: the application says so.</summary>
    public bool MayDelete { get; set; }

    /// <summary>It deletes what is no longer wanted, which waited for approval.</summary>
    public bool OnlyUnwanted { get; set; }

    /// <summary>Nobody waits for it: people's changes go first.</summary>
    public bool Background { get; set; }

    /// <summary>Whom to impersonate there; null = nobody.</summary>
    public string? RunAs { get; set; }

    public ClusterPhase Phase { get; set; }

    /// <summary>Fences stale workers: only the newest attempt changes anything.</summary>
    public int Attempt { get; set; }

    /// <summary>How often work on it was begun: attempts that only fence are none.</summary>
    public int Tries { get; set; }

    /// <summary>The attempt that is among the tries already.</summary>
    public int Tried { get; set; }

    /// <summary>Which run of the step it belongs to.</summary>
    public int Run { get; set; }

    /// <summary>Tries without an answer of the cluster, one after the other.</summary>
    public int Failures { get; set; }

    /// <summary>Why it is where it is, for a person.</summary>
    public string? Message { get; set; }

    public List<string> Warnings { get; set; } = [];

    public int Applied { get; set; }

    public int Changed { get; set; }

    /// <summary>State of the inventory after its apply: only health of that or a later one counts.</summary>
    public long AppliedSequence { get; set; }

    public DateTimeOffset? AppliedAt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>When a parked part is tried again.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Somebody has yet to do something, or wait for something, for it.</summary>
    public bool Open => Phase is ClusterPhase.Pending or ClusterPhase.Applying or ClusterPhase.Waiting or ClusterPhase.Parked;

    /// <summary>The phase that says it is done well.</summary>
    [JsonIgnore]
    public ClusterPhase Well => RollsBack ? ClusterPhase.RolledBack : ClusterPhase.Healthy;

    /// <summary>What it applies, and in which order.</summary>
    public void Take(PlanDocument plan, IReadOnlyList<string> components, Application application)
    {
        (Plan, Total, Components) = (plan.Id, plan.Count, [.. components]);
        var layers = ComponentOrder.Layers(application, components);
        Layers = layers.Count > 1 ? [.. layers.Select(layer => layer.ToList())] : [];
        TakesValues = Layers.Count > 0 && ComponentOrder.Values(application, components, components).Count > 0;
    }

    /// <summary>The attempt has begun its work; heard of more than once it counts once.</summary>
    public void Try()
    {
        if (Tried < Attempt)
            (Tried, Tries) = (Attempt, Tries + 1);
    }

    /// <summary>What needs the layer that is well now comes next, in the same try.</summary>
    public void NextLayer()
    {
        Layer++;
        Tried = ++Attempt;
    }

    /// <summary>A component's turn has come.</summary>
    public bool Reaches(string component) => !Layers.Skip(Layer + 1).Any(later => later.Contains(component));

    public static string IdOf(Guid rollout, string step, string cluster) => $"{rollout}/{step}/{cluster}";

    /// <summary>The command to work on it, with its attempt.</summary>
    public object Command() => Kind == RolloutKind.Apply
        ? Background ? new ApplyInBackground { Part = Apply() } : Apply()
        : new RemoveFromCluster { Rollout = Rollout, Step = Step, Cluster = Cluster, Attempt = Attempt, Namespace = Namespace, Application = Application, Revision = Revision };

    private ApplyToCluster Apply() => new()
    {
        Rollout = Rollout,
        Step = Step,
        Cluster = Cluster,
        Attempt = Attempt,
        Namespace = Namespace,
        Application = Application,
        Revision = Revision,
    };
}
