using MassTransit;
using Platform.Contracts.Build.V1;
using Platform.Messaging;

namespace Platform.Build.Tasks;

/// <summary>Makes a task of a wish. A wish repeated while the task runs changes nothing; one repeated after its end is told the end again.</summary>
internal sealed class BuildComponentConsumer(IOutbox<BuildTask> tasks, TimeProvider time) : IConsumer<BuildComponent>
{
    public Task Consume(ConsumeContext<BuildComponent> context)
    {
        var asked = context.Message;
        return tasks.UpsertAsync(
            asked.Task.ToString(),
            () => new BuildTask().Queue(asked, time.GetUtcNow()),
            task =>
            {
                if (task.HasEnded)
                    task.Announce();
                return true;
            },
            context.MessageId,
            context.CancellationToken);
    }
}
