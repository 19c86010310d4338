using Xunit;

namespace Platform.Tests.Support;

/// <summary>A file system of a few megabytes, to be filled. Needs the right to mount.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly TempFolder _folder = new();

    private SmallDisk()
    {
    }

    internal string Path => _folder.Path;

    internal static async Task<SmallDisk> MountAsync(int megabytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root mounts a file system");
        var disk = new SmallDisk();
        try
        {
            await ExternalProgram.RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.Path);
        }
        catch (InvalidOperationException e)
        {
            disk._folder.Dispose();
            Assert.Skip($"No file system can be mounted here: {e.Message}");
        }

        return disk;
    }

    public async ValueTask DisposeAsync()
    {
        await ExternalProgram.RunAsync("umount", Path);
        _folder.Dispose();
    }
}
