using MassTransit;
using Platform.Contracts.Build.V1;

namespace Platform.Build.Tasks;

/// <summary>Hands a waiting task to this process's workers. The message ends here: the lease, not the message, holds the work.</summary>
internal sealed class BuildDueConsumer(BuildWorkers workers) : IConsumer<BuildDue>
{
    public Task Consume(ConsumeContext<BuildDue> context)
    {
        workers.Offer(context.Message.Task);
        return Task.CompletedTask;
    }
}
