using Platform.Local;
using Platform.Local.Embedded;
using Xunit;

namespace Platform.EndToEnd.Tests.Harness;

/// <summary>Everything in this process, as ./run has it.</summary>
public class EmbeddedWorld : World
{
    internal override async Task<IRunningPlatform> StartPlatformAsync() =>
        await EmbeddedPlatform.StartAsync(new LocalOptions { DataDirectory = DataDirectory, Port = 0, Settings = Settings }, CancellationToken.None);
}

[CollectionDefinition(Name)]
public sealed class EmbeddedCollection : ICollectionFixture<EmbeddedWorld>
{
    public const string Name = "embedded";
}
