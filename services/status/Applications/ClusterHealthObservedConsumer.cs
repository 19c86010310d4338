namespace Platform.Status.Applications;

/// <summary>Folds what is seen on clusters into the application's status.</summary>
internal sealed class ClusterHealthObservedConsumer(HealthFolding folding) : IConsumer<ClusterHealthObserved>
{
    public Task Consume(ConsumeContext<ClusterHealthObserved> context) => folding.TakeAsync(context.Message, context.CancellationToken);
}
