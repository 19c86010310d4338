namespace Platform.Local;

/// <summary>A started platform, in one process or in many.</summary>
internal interface IRunningPlatform : IAsyncDisposable
{
    /// <summary>Address of the gateway.</summary>
    Uri Gateway { get; }

    /// <summary>Key with every right, made at first start.</summary>
    string AdminKey { get; }

    /// <summary>Other addresses and files worth telling, name and value.</summary>
    IReadOnlyList<(string Name, string Value)> Addresses { get; }

    /// <summary>Ends with the reason when the platform stops by itself, e.g. a service process that will not start.</summary>
    Task<string> Ended { get; }
}
