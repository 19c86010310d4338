using System.Diagnostics;
using Platform.Storage;
using Shouldly;

namespace Platform.Libraries.Tests.Storage;

/// <summary>A process is killed in the middle of its writes.</summary>
public sealed class SqliteCrashTests
{
    private const string Folder = "STORAGE_CRASH_FOLDER";

    [Fact]
    public async Task What_a_killed_process_had_been_promised_is_there()
    {
        var ct = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("storage-crash-");
        var promised = Path.Combine(folder.FullName, "promised");
        using (var victim = Start(folder.FullName))
        {
            while (!File.Exists(promised) || new FileInfo(promised).Length < 20_000)
            {
                victim.HasExited.ShouldBeFalse();
                await Task.Delay(10, ct);
            }

            victim.Kill(entireProcessTree: true);
            await victim.WaitForExitAsync(ct);
        }

        await using var store = await TestStore.StartAsync(new StorageOptions { DataDirectory = folder.FullName });

        var lines = await File.ReadAllLinesAsync(promised, ct);
        // The last line may have been cut short.
        foreach (var line in lines.SkipLast(1).Select(x => x.Split(' ')))
        {
            var parcel = (await store.Parcels.GetAsync(line[0], ct)).ShouldNotBeNull();
            parcel.Version.ShouldBeGreaterThanOrEqualTo(long.Parse(line[1]));
            parcel.Sequence.ShouldBe(parcel.Version);
        }

        (await store.Parcels.InsertAsync(new Parcel { Id = "next" }, ct)).ShouldBeTrue();
        folder.Delete(recursive: true);
    }

    /// <summary>The process that is killed: run by the test above.</summary>
    [Fact(Explicit = true)]
    public async Task Writes_until_it_is_killed()
    {
        if (Environment.GetEnvironmentVariable(Folder) is not { } folder)
        {
            Assert.Skip("Only the test above runs this one.");
            return;
        }

        await using var store = await TestStore.StartAsync(new StorageOptions { DataDirectory = folder });
        await using var promised = new FileStream(Path.Combine(folder, "promised"), FileMode.Create, FileAccess.Write, FileShare.ReadWrite, 1);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => WriteForeverAsync(store.Parcels, promised, "w" + i)));
    }

    private static async Task WriteForeverAsync(IDocuments<Parcel> parcels, FileStream promised, string id)
    {
        var parcel = new Parcel { Id = id, Sequence = 1 };
        await parcels.InsertAsync(parcel);
        while (true)
        {
            lock (promised)
            {
                promised.Write(System.Text.Encoding.ASCII.GetBytes($"{id} {parcel.Version}\n"));
            }

            parcel.Sequence = parcel.Version + 1;
            await parcels.ReplaceAsync(parcel);
        }
    }

    private static Process Start(string folder)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { "-method", $"{typeof(SqliteCrashTests).FullName}.{nameof(Writes_until_it_is_killed)}", "-explicit", "only" },
            Environment = { [Folder] = folder },
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }
}
