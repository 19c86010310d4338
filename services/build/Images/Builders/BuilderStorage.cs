namespace Platform.Build.Images.Builders;

/// <summary>Where buildah and podman keep layers, and what is true for one run only (what is mounted, and by whom).</summary>
internal sealed record BuilderStorage(string Root, string RunRoot, string Driver)
{
    /// <summary>As options of the command.</summary>
    internal string[] Options => ["--root", Root, "--runroot", RunRoot, "--storage-driver", Driver];

    /// <summary>As a <c>storage.conf</c>: podman insists on one before it reads its options.</summary>
    internal string Configuration => $"[storage]\ndriver = \"{Driver}\"\ngraphroot = \"{Root}\"\nrunroot = \"{RunRoot}\"\n";
}
