using Platform.Contracts.Deploy.V1;
using Platform.Contracts.Package.V1;
using Platform.Package.Usage;

namespace Platform.Package.Tests;

public sealed class DeletionTests
{
    private const string One = PackageHost.Packages + "/1.0.0";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_package_in_use_is_kept_and_the_answer_says_by_whom()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data);
        await host.RegisterAsync("web");
        var digest = (await host.PostAsync("1.0.0")).Json["digest"]!.GetValue<string>();
        await UseAsync(host, digest, revision: 3);
        await UseAsync(host, digest, revision: 4);

        var refused = await host.Service.SendAsync(HttpMethod.Delete, One);

        refused.Status.ShouldBe(409);
        refused.Detail.ShouldBe("Package shop:1.0.0 is used by application default/store (revision 3, 4).");
        (await host.Service.GetAsync(One)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_package_whose_application_is_gone_can_be_deleted_and_its_version_made_anew()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data);
        await host.RegisterAsync("web");
        var digest = (await host.PostAsync("1.0.0")).Json["digest"]!.GetValue<string>();
        await UseAsync(host, digest, revision: 1);
        await host.PublishAsync(new ApplicationDeleted { Namespace = "default", Application = "store", Revision = 1 });
        await Wait.UntilAsync("the use is forgotten", async () => await host.Service.Documents<PackageUse>().GetAsync("default/store/1", Ct) is null);

        (await host.Service.SendAsync(HttpMethod.Delete, One)).Status.ShouldBe(204);

        (await host.Service.GetAsync(One)).Status.ShouldBe(404);
        (await host.Store.ResolveAsync("packages/default/shop", "1.0.0", Ct)).ShouldBeNull();
        await Wait.UntilAsync("it is told", () => host.Heard.Of<PackageDeleted>().Count == 1);
        host.Heard.Of<PackageDeleted>().Single().Digest.ShouldBe(digest);
        await host.PutSourceAsync("web", "platform.local/shop/web:2.0.0");
        await Wait.UntilAsync("the version is free", async () => (await host.PostAsync("1.0.0")).Status == 202);
        (await host.EndOfAsync("1.0.0"))["phase"]!.GetValue<string>().ShouldBe("succeeded");
    }

    [Fact]
    public async Task News_of_a_revision_that_comes_after_the_end_of_its_application_does_not_bring_the_use_back()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data);
        await host.Service.Documents<ApplicationGone>().InsertAsync(
            new ApplicationGone { Id = "default/store", At = TimeProvider.System.GetUtcNow().AddMinutes(1) }, Ct);

        await host.PublishAsync(Revision("sha256:gone", "store", 1));
        await host.PublishAsync(Revision("sha256:there", "other", 1));

        await Wait.UntilAsync("the later one is noted", async () => await host.Service.Documents<PackageUse>().GetAsync("default/other/1", Ct) is not null);
        (await host.Service.Documents<PackageUse>().GetAsync("default/store/1", Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task A_package_under_way_is_cancelled_before_it_is_deleted()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data, prepare: b => b.Waiting["web"] = true);
        await host.RegisterAsync("web");
        await host.PostAsync("1.0.0", wait: "");

        (await host.Service.SendAsync(HttpMethod.Delete, One)).Detail!.ShouldContain("cancel it first");
        await host.Service.SendAsync(HttpMethod.Post, One + "/cancel?wait=30s");
        await Wait.UntilAsync("it is deleted", async () => (await host.Service.SendAsync(HttpMethod.Delete, One)).Status is 204 or 404);
        host.Heard.Of<PackageDeleted>().ShouldBeEmpty();
    }

    private static RevisionCreated Revision(string digest, string application, long revision) =>
        new() { Namespace = "default", Application = application, Revision = revision, PackageDigest = digest };

    private static async Task UseAsync(PackageHost host, string digest, long revision)
    {
        await host.PublishAsync(Revision(digest, "store", revision));
        await Wait.UntilAsync("the use is noted", async () => await host.Service.Documents<PackageUse>().GetAsync($"default/store/{revision}", Ct) is not null);
    }
}
