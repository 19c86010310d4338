using Platform.EndToEnd.Tests.Harness;
using Xunit;

namespace Platform.EndToEnd.Tests.Flows;

[Collection(EmbeddedCollection.Name)]
public sealed class EmbeddedDelivery(EmbeddedWorld world) : Delivery(world);

[Collection(EmbeddedCollection.Name)]
public sealed class EmbeddedRenderedDelivery(EmbeddedWorld world) : RenderedDelivery(world);

[Collection(EmbeddedCollection.Name)]
public sealed class EmbeddedBadInput(EmbeddedWorld world) : BadInput(world);

[Collection(EmbeddedCollection.Name)]
public sealed class EmbeddedBadWishes(EmbeddedWorld world) : BadWishes(world);

[Collection(DistributedCollection.Name)]
public sealed class DistributedBadWishes : BadWishes
{
    public DistributedBadWishes(DistributedWorld world)
        : base(world) => DistributedWorld.SkipIfUnavailable();
}

[Collection(EmbeddedCollection.Name)]
public sealed class EmbeddedEventStream(EmbeddedWorld world) : EventStream(world);

[Collection(EmbeddedCollection.Name)]
public sealed class EmbeddedSelfHealing(EmbeddedWorld world) : SelfHealing(world);

[Collection(DistributedCollection.Name)]
public sealed class DistributedSelfHealing : SelfHealing
{
    public DistributedSelfHealing(DistributedWorld world)
        : base(world) => DistributedWorld.SkipIfUnavailable();
}

[Collection(DistributedCollection.Name)]
public sealed class DistributedDelivery : Delivery
{
    public DistributedDelivery(DistributedWorld world)
        : base(world) => DistributedWorld.SkipIfUnavailable();
}

[Collection(DistributedCollection.Name)]
public sealed class DistributedRenderedDelivery : RenderedDelivery
{
    public DistributedRenderedDelivery(DistributedWorld world)
        : base(world) => DistributedWorld.SkipIfUnavailable();
}

[Collection(DistributedCollection.Name)]
public sealed class DistributedBadInput : BadInput
{
    public DistributedBadInput(DistributedWorld world)
        : base(world) => DistributedWorld.SkipIfUnavailable();
}

[Collection(DistributedCollection.Name)]
public sealed class DistributedEventStream : EventStream
{
    public DistributedEventStream(DistributedWorld world)
        : base(world) => DistributedWorld.SkipIfUnavailable();
}

[Collection(EmbeddedCollection.Name)]
public sealed class EmbeddedSampleFromSource(EmbeddedWorld world) : SampleFromSource(world);

[Collection(DistributedCollection.Name)]
public sealed class DistributedSampleFromSource : SampleFromSource
{
    public DistributedSampleFromSource(DistributedWorld world)
        : base(world) => DistributedWorld.SkipIfUnavailable();
}

[Collection(EmbeddedCollection.Name)]
public sealed class EmbeddedSourceKinds(EmbeddedWorld world) : SourceKinds(world);

[Collection(DistributedCollection.Name)]
public sealed class DistributedSourceKinds : SourceKinds
{
    public DistributedSourceKinds(DistributedWorld world)
        : base(world) => DistributedWorld.SkipIfUnavailable();
}

[Collection(EmbeddedCollection.Name)]
public sealed class EmbeddedForeignTemplates(EmbeddedWorld world) : ForeignTemplates(world);

[Collection(DistributedCollection.Name)]
public sealed class DistributedForeignTemplates : ForeignTemplates
{
    public DistributedForeignTemplates(DistributedWorld world)
        : base(world) => DistributedWorld.SkipIfUnavailable();
}
