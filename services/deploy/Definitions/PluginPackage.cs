using System.Text;
using Platform.Hosting;
using Platform.Oam;
using Platform.Tools;

namespace Platform.Deploy.Definitions;

/// <summary>
/// Several definitions in one archive (.zip, .tar.gz, .tar): every .yaml, .yml and .json file in it is one. All are read before any
/// is installed. The archive is hostile input: paths, links and sizes are bounded.
/// </summary>
internal static class PluginPackage
{
    public const string Zip = "application/zip";
    public const string Gzip = "application/gzip";
    public const int LargestPackage = 4 * 1024 * 1024;
    private static readonly ArchiveLimits Limits = new() { TotalBytes = 16 * 1024 * 1024, Entries = 500, Ratio = 100 };
    private static readonly string[] Endings = [".yaml", ".yml", ".json"];

    /// <summary>The definitions in it, by file; faults name the file they are in.</summary>
    /// <exception cref="ProblemException">It is no archive, or beyond the limits.</exception>
    public static async Task<(IReadOnlyList<PluginDefinition> Definitions, IReadOnlyList<ProblemError> Faults)> ReadAsync(Stream package, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("platform-definitions-").FullName;
        try
        {
            var archive = Path.Combine(folder, "package");
            await SaveAsync(package, archive, ct);
            var content = Path.Combine(folder, "content");
            await ArchiveReader.ExtractAsync(archive, content, Limits, ct);
            return await ReadAsync(content, ct);
        }
        catch (ArchiveException e)
        {
            throw new ProblemException(Problems.Unreadable($"The package can't be read: {e.Message}"));
        }
        finally
        {
            Folders.Remove(folder);
        }
    }

    private static async Task SaveAsync(Stream package, string path, CancellationToken ct)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 64 * 1024, useAsync: true);
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await package.ReadAsync(buffer, ct)) > 0)
        {
            if (file.Position + read > LargestPackage)
                throw new ProblemException(Problems.TooLarge(LargestPackage));
            await file.WriteAsync(buffer.AsMemory(0, read), ct);
        }
    }

    private static async Task<(IReadOnlyList<PluginDefinition>, IReadOnlyList<ProblemError>)> ReadAsync(string content, CancellationToken ct)
    {
        var (definitions, faults) = (new List<PluginDefinition>(), new List<ProblemError>());
        var files = Directory.EnumerateFiles(content, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint });
        foreach (var file in files.Where(file => Endings.Contains(Path.GetExtension(file))).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(content, file);
            if (new FileInfo(file).Length > DocumentBody.MaximumBytes)
                faults.Add(new("", null, null, $"{name}: it is larger than {DocumentBody.MaximumBytes} bytes"));
            else if (DefinitionParser.Parse(await File.ReadAllTextAsync(file, Encoding.UTF8, ct), out var wrong) is { } definition)
                definitions.Add(definition);
            else
                faults.AddRange(wrong.Select(fault => new ProblemError(fault.Path, fault.Line, fault.Column, $"{name}: {fault.Detail}")));
        }

        faults.AddRange(definitions.GroupBy(definition => (definition.Kind, definition.Name)).Where(same => same.Count() > 1)
            .Select(same => new ProblemError("", null, null, $"{same.Key.Kind} '{same.Key.Name}' is in the package {same.Count()} times")));
        if (definitions.Count + faults.Count == 0)
            faults.Add(new("", null, null, $"there is no definition in the package: no file ends with {string.Join(", ", Endings)}"));
        return (definitions, faults);
    }
}
