using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Rollouts;
using Platform.Messaging;

namespace Platform.Deploy.Applications;

/// <summary>Removes an application: by a rollout, which ends when nothing of it is left on any cluster.</summary>
internal sealed class Removal(IOutbox<ApplicationDocument> applications, RolloutBeginnings beginnings)
{
    /// <summary>The rollout that removes it: a new one, or the one that is at it already.</summary>
    public async Task<SubmittedAnswer?> RunAsync(ApplicationDocument application, string by, CancellationToken ct)
    {
        if (application.Removing && await beginnings.IsRunningAsync(application.Rollout, ct))
            return new(application.Name, application.Revision, application.Rollout, Changed: false, []);
        var rollout = await beginnings.InsertAsync(
            application.Id, application.RolloutNumber, RolloutKind.Remove, application.Revision, RolloutSteps.OfRemoval(), by, ct);
        application.Removing = true;
        (application.Rollout, application.RolloutNumber) = (rollout.CorrelationId, rollout.Number);
        application.Publish(new StartRollout { Rollout = rollout.CorrelationId });
        return await applications.ReplaceAsync(application, ct)
            ? new(application.Name, application.Revision, rollout.CorrelationId, Changed: true, [])
            : null;
    }
}
