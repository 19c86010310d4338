namespace Platform.Build.Images;

/// <summary>A file that only this process's user can read.</summary>
internal static class PrivateFile
{
    internal static async Task<string> WriteAsync(string path, string content, CancellationToken ct)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var writer = new StreamWriter(path, options);
        await writer.WriteAsync(content.AsMemory(), ct);
        return path;
    }
}
