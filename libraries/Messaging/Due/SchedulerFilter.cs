using MassTransit;
using MassTransit.Context;
using MassTransit.Scheduling;

namespace Platform.Messaging;

/// <summary>Gives MassTransit's redelivery our scheduler.</summary>
internal sealed class SchedulerFilter(Func<IScheduleMessageProvider> provider) : IFilter<ConsumeContext>
{
    public Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
    {
        context.GetOrAddPayload<MessageSchedulerContext>(() => new ConsumeMessageSchedulerContext(
            context, consumed => new MessageScheduler(provider(), consumed.GetPayload<IBusTopology>())));
        return next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("scheduler");
}
