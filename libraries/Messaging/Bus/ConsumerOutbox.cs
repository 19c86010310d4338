using MassTransit;

namespace Platform.Messaging;

/// <summary>
/// Holds back what a plain consumer publishes until it has succeeded. Sagas have their own outbox, in their document.
/// </summary>
internal sealed class ConsumerOutbox(IRegistrationContext context) : IConsumerConfigurationObserver
{
    public void ConsumerConfigured<TConsumer>(IConsumerConfigurator<TConsumer> configurator) where TConsumer : class =>
        configurator.UseInMemoryOutbox(context);

    public void ConsumerMessageConfigured<TConsumer, TMessage>(IConsumerMessageConfigurator<TConsumer, TMessage> configurator)
        where TConsumer : class where TMessage : class
    {
    }
}
