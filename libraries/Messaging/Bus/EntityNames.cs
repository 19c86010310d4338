using MassTransit;

namespace Platform.Messaging;

/// <summary>Exchanges are called what the contract says; messages within a service keep MassTransit's names.</summary>
internal sealed class EntityNames(IEntityNameFormatter otherwise) : IEntityNameFormatter
{
    public string FormatEntityName<T>() => MessageNames.ContractName(typeof(T)) ?? otherwise.FormatEntityName<T>();
}
