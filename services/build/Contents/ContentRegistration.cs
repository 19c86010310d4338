using Microsoft.Extensions.Options;
using Platform.Build.Lint;
using Platform.Build.Tasks;
using Platform.Tools;

namespace Platform.Build.Contents;

/// <summary>Registration of what components carry besides images.</summary>
internal static class ContentRegistration
{
    internal static IServiceCollection AddContents(this IServiceCollection services)
    {
        services.AddSingleton(p => new ArchiveLimits { TotalBytes = p.GetRequiredService<IOptions<BuildOptions>>().Value.MaxContentBytes });
        Type[] parts =
        [
            typeof(Downloads), typeof(SourceTrees), typeof(TreeFiles), typeof(ChartTool), typeof(ChartRegistry), typeof(ChartRepository),
            typeof(ChartContent), typeof(KustomizeContent), typeof(ManifestContent), typeof(ConfigContent), typeof(ContentBuilder),
            typeof(ChartLint), typeof(KustomizeLint),
        ];
        foreach (var part in parts)
            services.AddSingleton(part);
        return services;
    }
}
