using MassTransit;

namespace Platform.Messaging;

/// <summary>Makes the message being handled known to the documents changed by its handling.</summary>
internal sealed class OriginFilter : IFilter<ConsumeContext>
{
    public async Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
    {
        MessageOrigin.Current = MessageOrigin.Of(context);
        Deliveries.Current = Guid.TryParse(context.ReceiveContext.TransportHeaders.Get<string>(Deliveries.Header), out var root) ? root : null;
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("origin");
}
