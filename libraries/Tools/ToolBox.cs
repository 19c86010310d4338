using System.Diagnostics.CodeAnalysis;

namespace Platform.Tools;

/// <summary>
/// Finds programs: in the configured folders, then on PATH, then in the <c>.tools/bin</c> that <c>tests/tools/get</c> fills, looked for
/// from the current folder and from the program's own upwards.
/// </summary>
public sealed class ToolBox
{
    private const string OwnFolder = ".tools/bin";
    private readonly IReadOnlyList<string> _folders;

    /// <summary>Looks where the options and this process's PATH say.</summary>
    public ToolBox(ToolBoxOptions? options = null)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        // A service may have been started with a PATH of its own; what Debian installs is there all the same.
        string[] usual = OperatingSystem.IsWindows() ? [] : ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin"];
        _folders =
        [
            .. (options?.Folders ?? []).Concat(path).Concat(usual)
                .Concat(Upwards(Environment.CurrentDirectory)).Concat(Upwards(AppContext.BaseDirectory))
                .Select(Path.GetFullPath).Distinct().Where(Directory.Exists),
        ];
    }

    /// <summary>The folders as a PATH, for programs that start others.</summary>
    internal string SearchPath => string.Join(Path.PathSeparator, _folders);

    /// <summary>The program's full path. Throws <see cref="ToolMissingException"/>, which says how to get it.</summary>
    public string Find(string name) => TryFind(name, out var path) ? path : throw new ToolMissingException(name, Advice(name));

    /// <summary>True, with the program's full path, when it is here.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out string? path)
    {
        var file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        path = _folders.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
        return path is not null;
    }

    private static string Advice(string name) => name switch
    {
        "helm" => "run tests/tools/get, or install Helm 3.14 or newer (https://helm.sh/docs/intro/install)",
        "kubectl" => "run tests/tools/get, or install kubectl 1.30 or newer (https://kubernetes.io/docs/tasks/tools)",
        "git" or "buildah" or "podman" => $"run tests/tools/get, or install it (Debian: apt-get install {name})",
        "docker" => "install Docker or, better, buildah (Debian: apt-get install buildah)",
        "ssh" => "install an OpenSSH client (Debian: apt-get install openssh-client)",
        _ => "install it",
    } + "; a folder to look in can be named by Tools:Folders";

    private static IEnumerable<string> Upwards(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
            yield return Path.Combine(folder.FullName, OwnFolder);
    }
}
