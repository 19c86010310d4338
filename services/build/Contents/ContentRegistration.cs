using Microsoft.Extensions.Options;
using Platform.Build.Lint;
using Platform.Build.Tasks;
using Platform.Network;
using Platform.Tools;

namespace Platform.Build.Contents;

/// <summary>Registration of what components carry besides images.</summary>
internal static class ContentRegistration
{
    internal static IServiceCollection AddContents(this IServiceCollection services)
    {
        services.AddSingleton(p => new ArchiveLimits { TotalBytes = p.GetRequiredService<IOptions<BuildOptions>>().Value.MaxContentBytes });
        services.AddSingleton(p => new Downloader(p.GetRequiredService<IOptions<BuildOptions>>().Value.Downloads));
        Type[] parts =
        [
            typeof(SourceTrees), typeof(TreeFiles), typeof(ChartTool), typeof(PackagedCharts), typeof(ChartContent), typeof(KustomizeContent), typeof(ManifestContent), typeof(ConfigContent), typeof(ContentBuilder),
            typeof(ChartLint), typeof(KustomizeLint),
        ];
        foreach (var part in parts)
            services.AddSingleton(part);
        return services;
    }
}
