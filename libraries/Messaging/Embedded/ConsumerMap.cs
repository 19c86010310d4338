using MassTransit;

namespace Platform.Messaging;

/// <summary>Which endpoint consumes which types, filled while the bus is configured.</summary>
internal sealed class ConsumerMap
{
    private readonly Dictionary<string, HashSet<Type>> endpoints = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many endpoints get a copy of what is published as this type.</summary>
    public int ConsumersOf(Type type) => endpoints.Values.Count(types =>
        types.Any(consumed => consumed.IsAssignableFrom(type) && (consumed == type || !consumed.IsDefined(typeof(ExcludeFromTopologyAttribute), inherit: false))));

    /// <summary>True when there is an endpoint of this name.</summary>
    public bool Has(string endpoint) => endpoints.ContainsKey(endpoint);

    /// <summary>Learns what is configured on the endpoint.</summary>
    public void Observe(string name, IReceiveEndpointConfigurator endpoint)
    {
        var observer = new Observer(endpoints.TryGetValue(name, out var types) ? types : endpoints[name] = []);
        endpoint.ConnectConsumerConfigurationObserver(observer);
        endpoint.ConnectSagaConfigurationObserver(observer);
    }

    private sealed class Observer(HashSet<Type> types) : IConsumerConfigurationObserver, ISagaConfigurationObserver
    {
        public void ConsumerConfigured<TConsumer>(IConsumerConfigurator<TConsumer> configurator) where TConsumer : class
        {
        }

        public void ConsumerMessageConfigured<TConsumer, TMessage>(IConsumerMessageConfigurator<TConsumer, TMessage> configurator)
            where TConsumer : class where TMessage : class
        {
            var type = typeof(TMessage);
            types.Add(type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Batch<>) ? type.GetGenericArguments()[0] : type);
        }

        public void SagaConfigured<TSaga>(ISagaConfigurator<TSaga> configurator) where TSaga : class, ISaga
        {
        }

        public void StateMachineSagaConfigured<TInstance>(ISagaConfigurator<TInstance> configurator, SagaStateMachine<TInstance> stateMachine)
            where TInstance : class, ISaga, SagaStateMachineInstance
        {
        }

        public void SagaMessageConfigured<TSaga, TMessage>(ISagaMessageConfigurator<TSaga, TMessage> configurator)
            where TSaga : class, ISaga where TMessage : class => types.Add(typeof(TMessage));
    }
}
