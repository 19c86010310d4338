using Xunit;

namespace Platform.Libraries.Tests;

/// <summary>Finds the shared corpora next to the project; tests that need one are skipped where it is absent.</summary>
internal static class Corpus
{
    public static string Folder(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Platform.sln")))
                continue;
            var corpus = Path.Combine(folder.Parent!.FullName, "shared", "corpus", name);
            if (Directory.Exists(corpus))
                return corpus;
            break;
        }
        Assert.Skip($"../shared/corpus/{name} is not here");
        return "";
    }
}
