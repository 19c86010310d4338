using System.Security.Cryptography;

namespace Platform.Hosting;

/// <summary>A one-line secret in a file that only its owner reads (mode 0600).</summary>
public static class SecretFile
{
    /// <summary>
    /// What the file holds; when there is none, what <paramref name="make"/> gives, written first. Of several processes that start
    /// together one writes and all read the same.
    /// </summary>
    public static string ReadOrCreate(string path, Func<string> make)
    {
        if (!File.Exists(path))
            Create(path, make());
        return File.ReadAllText(path).Trim();
    }

    private static void Create(string path, string secret)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = $"{path}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(draft, how))
            writer.WriteLine(secret);
        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft); // another process was first; its secret counts
        }
    }
}
