using MassTransit;
using Platform.Contracts.Build.V1;
using Platform.Messaging;

namespace Platform.Build.Tasks;

/// <summary>
/// Ends a task nobody wants any longer: at once when no worker has it, else by its worker. A cancellation that overtook its task leaves
/// a cancelled task behind, so that the late wish does not start it.
/// </summary>
internal sealed class CancelBuildConsumer(IOutbox<BuildTask> tasks, BuildWorkers workers, TimeProvider time) : IConsumer<CancelBuild>
{
    public async Task Consume(ConsumeContext<CancelBuild> context)
    {
        var id = context.Message.Task;
        var task = await tasks.UpsertAsync(
            id.ToString(),
            () => new BuildTask { CreatedAt = time.GetUtcNow() },
            Cancel,
            context.MessageId,
            context.CancellationToken);
        if (task.CancelRequested)
            workers.Cancel(id);
    }

    private bool Cancel(BuildTask task)
    {
        if (task.HasEnded || task.CancelRequested)
            return false;

        task.CancelRequested = true;
        if (task.Phase == BuildPhase.Queued)
            task.Cancel(time.GetUtcNow());
        return true;
    }
}
