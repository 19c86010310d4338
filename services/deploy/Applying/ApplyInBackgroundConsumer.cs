using MassTransit;
using Platform.Contracts.Deploy.V1;

namespace Platform.Deploy.Applying;

/// <summary>The pool's other queue: parts that nobody waits for.</summary>
internal sealed class ApplyInBackgroundConsumer(ApplyToClusterConsumer pool) : IConsumer<ApplyInBackground>
{
    public Task Consume(ConsumeContext<ApplyInBackground> context) => pool.ApplyAsync(context.Message.Part, WorkQueue.Background, context.CancellationToken);
}
