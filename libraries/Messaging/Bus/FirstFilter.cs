using MassTransit;
using MassTransit.Configuration;

namespace Platform.Messaging;

/// <summary>A filter that comes before all others of an endpoint, redelivery and retry included.</summary>
internal sealed class FirstFilter(IFilter<ConsumeContext> filter) : IPipeSpecification<ConsumeContext>
{
    public void Apply(IPipeBuilder<ConsumeContext> builder) => builder.AddFilter(filter);

    public IEnumerable<ValidationResult> Validate() => [];
}
