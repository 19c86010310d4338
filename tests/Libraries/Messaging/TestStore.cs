using Platform.Storage;

namespace Platform.Libraries.Tests.Messaging;

/// <summary>A store of its own for one test, which outlives the hosts that use it.</summary>
public sealed class TestStore : IDisposable
{
    public const string Sqlite = "SQLite";
    public const string Mongo = "MongoDB";

    private readonly string folder;

    public TestStore(string kind, string? existing = null)
    {
        folder = existing ?? Path.Combine(Path.GetTempPath(), "platform-messaging-" + Guid.NewGuid().ToString("N")[..8]);
        Assert.SkipWhen(kind == Mongo && MongoAddress is null, "PLATFORM_TEST_MONGO names no MongoDB");
        Options = kind == Mongo
            ? new StorageOptions { Mongo = MongoAddress, DatabasePrefix = "t" + Guid.NewGuid().ToString("N")[..8] }
            : new StorageOptions { DataDirectory = folder };
    }

    public static TheoryData<string> Both => [Sqlite, Mongo];

    public static string? MongoAddress => Environment.GetEnvironmentVariable("PLATFORM_TEST_MONGO") is { Length: > 0 } address ? address : null;

    public StorageOptions Options { get; }

    public void Dispose()
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
