using MassTransit;
using Platform.Contracts.Package.V1;
using Platform.Oci;
using Platform.Package.Tags;
using Platform.Storage;

namespace Platform.Package.Packaging;

/// <summary>
/// Puts an application package together. Doing it twice writes the same bytes, so a repeat is harmless. While the artifact store is away
/// nothing is said: the saga asks again, until patience ends.
/// </summary>
internal sealed class AssemblePackageConsumer(IDocuments<PackagingSaga> packages, PackageAssembler assembler, PackageTags tags, TimeProvider time, ILogger<AssemblePackageConsumer> log)
    : IConsumer<AssemblePackage>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public async Task Consume(ConsumeContext<AssemblePackage> context)
    {
        var asked = context.Message;
        var package = await packages.GetAsync(asked.Packaging.ToString(), context.CancellationToken);
        if (package is null || package.Attempt != asked.Attempt || package.Phase != PackagePhase.Packaging)
            return;

        try
        {
            var assembled = await assembler.AssembleAsync(package, context.CancellationToken);
            foreach (var tag in package.Tags)
                await tags.MoveAsync(package, assembled.Digest.ToString(), tag, context.CancellationToken);
            await context.Publish(new PackageAssembled { Packaging = asked.Packaging, Attempt = asked.Attempt, Digest = assembled.Digest.ToString() });
        }
        catch (OciException e) when (e.IsTransient && time.GetUtcNow() - package.AssemblingSince < Patience)
        {
            PackageLogging.StoreAway(log, package.Application, package.PackageVersion, e.Message);
        }
        catch (MissingComponentsException e)
        {
            await context.Publish(new PackageAssemblyFailed
            {
                Packaging = asked.Packaging,
                Attempt = asked.Attempt,
                Reason = e.Message,
                Missing = e.Components,
            });
        }
        catch (OciException e)
        {
            await context.Publish(new PackageAssemblyFailed { Packaging = asked.Packaging, Attempt = asked.Attempt, Reason = e.Message });
        }
    }
}
