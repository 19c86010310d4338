namespace Platform.Sandbox.Writing;

/// <summary>How a write is to be made, and by whom.</summary>
internal sealed class WriteOptions
{
    /// <summary>Who owns the fields that are written; empty where nobody does.</summary>
    public string Manager { get; init; } = "sandbox";
    public bool DryRun { get; init; }

    /// <summary>Who writes; null for the sandbox itself, which may do everything.</summary>
    public Api.User? User { get; init; }

    /// <summary>Strict, Warn or Ignore.</summary>
    public string FieldValidation { get; init; } = "Warn";

    /// <summary>An apply takes fields other managers own.</summary>
    public bool Force { get; init; }

    /// <summary>The change is a patch: what a body alone may not say is worded differently.</summary>
    public bool Patching { get; init; }

    /// <summary>status, scale, finalize; empty for the object itself.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>The controllers of the sandbox: written without admission.</summary>
    public bool Internal { get; init; }

    /// <summary>Fields that the body gives twice.</summary>
    public List<string> Duplicates { get; } = [];

    /// <summary>Warnings for the Warning header.</summary>
    public List<string> Warnings { get; } = [];
}

/// <summary>What a delete asks for.</summary>
internal sealed record DeleteRequest(string? Propagation = null, long? GraceSeconds = null, string? Uid = null, string? ResourceVersion = null, bool DryRun = false)
{
    public List<string> Warnings { get; } = [];
}
