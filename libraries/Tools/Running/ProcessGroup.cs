using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Platform.Tools.Running;

/// <summary>Kills a program with all it started.</summary>
internal static partial class ProcessGroup
{
    private const int Sigkill = 9;

    /// <summary>Kills the whole group; of a program that has ended, what it left running in its group.</summary>
    internal static void Kill(Process process, Containment containment)
    {
        try
        {
            if (containment.HasGroups)
            {
                // The program leads its own session, so its id is the group's. No group is left when this fails.
                _ = KillGroup(-process.Id, Sigkill);
            }
            else if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (InvalidOperationException)
        {
            // It has ended, and was cleared away.
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int KillGroup(int pid, int signal);
}
