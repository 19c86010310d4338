using Platform.Sandbox.Controllers;
using static Platform.Sandbox.Tests.Controllers.Manifests;

namespace Platform.Sandbox.Tests.Controllers;

public sealed class Claims
{
    private const string Path = "/api/v1/namespaces/default/persistentvolumeclaims/data";

    private static string Claim(string spec = "") =>
        $$$"""{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"data"},"spec":{ {{{spec}}}"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"} } } }""";

    private static JsonObject? Find(Harness world) => world.Find("v1", "persistentvolumeclaims", "data");

    private static string? Phase(Harness world) => Find(world)?["status"].Text("phase");

    private static JsonObject? Volume(Harness world) => world.Cluster.Find("v1", "persistentvolumes", null, Find(world)!.Spec().Text("volumeName") ?? "-");

    private const string Mount = """ "volumes":[{"name":"data","persistentVolumeClaim":{"claimName":"data"}}],""";

    [Fact]
    public async Task A_claim_of_the_default_class_waits_for_a_Pod_and_the_Pod_for_it()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(Claim());
        Find(world)!.Spec().Text("storageClassName").ShouldBe("standard");
        await world.StaysAsync("pending", TimeSpan.FromSeconds(5), () => Phase(world) == "Pending");
        world.Reasons("data").ShouldBe(["WaitForFirstConsumer"]);
        await world.CreateAsync(Pod("user", Mount));
        await world.UntilAsync("unschedulable at first", () => world.Find("v1", "pods", "user")!.Condition("PodScheduled").Text("reason") == "Unschedulable");
        await world.UntilAsync("bound and running", () => Phase(world) == "Bound" && world.Find("v1", "pods", "user")!.IsTrue("Ready"));
        (Volume(world)!["status"].Text("phase"), Volume(world)!.Spec()["claimRef"].Text("name")).ShouldBe(("Bound", "data"));
    }

    [Fact]
    public async Task A_claim_in_use_stays_until_its_Pod_is_gone_and_its_volume_goes_with_it()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(Claim(""" "storageClassName":"immediate","""));
        await world.UntilAsync("bound", () => Phase(world) == "Bound");
        await world.CreateAsync(Pod("user", Mount));
        await world.UntilAsync("running", () => world.Find("v1", "pods", "user")!.IsTrue("Ready"));
        await world.DeleteAsync(Path);
        await world.StaysAsync("kept", TimeSpan.FromSeconds(5), () => Find(world) is not null);
        await world.DeleteAsync("/api/v1/namespaces/default/pods/user");
        await world.UntilAsync("gone", () => Find(world) is null && world.Cluster.List("v1", "persistentvolumes").Count == 0);
    }

    [Fact]
    public async Task A_class_that_is_not_there_leaves_it_pending_until_it_is_made()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(Claim(""" "storageClassName":"absent","""));
        await world.UntilAsync("told", () => world.Reasons("data").Contains("ProvisioningFailed"));
        Phase(world).ShouldBe("Pending");
        var made = await world.Client.SendAsync("POST", "/apis/storage.k8s.io/v1/storageclasses", JsonNode.Parse("""{"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"absent"},"provisioner":"x/y"}"""));
        made.Code.ShouldBe(201);
        await world.UntilAsync("bound", () => Phase(world) == "Bound");
    }

    [Fact]
    public async Task A_volume_that_is_there_is_taken_and_kept_when_its_policy_says_so()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync("""
            {"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"mine"},"spec":{"capacity":{"storage":"5Gi"},"accessModes":["ReadWriteOnce"],"storageClassName":"manual","hostPath":{"path":"/x"}}}
            """);
        await world.UntilAsync("available", () => world.Cluster.Find("v1", "persistentvolumes", null, "mine")!["status"].Text("phase") == "Available");
        await world.CreateAsync(Claim(""" "storageClassName":"manual","""));
        await world.UntilAsync("bound", () => Phase(world) == "Bound");
        (Find(world)!.Spec().Text("volumeName"), Find(world)!["status"]!["capacity"].Text("storage")).ShouldBe(("mine", "5Gi"));
        await world.DeleteAsync(Path);
        await world.UntilAsync("released", () => world.Cluster.Find("v1", "persistentvolumes", null, "mine")!["status"].Text("phase") == "Released");
    }

    [Fact]
    public async Task A_bound_claim_that_asks_for_more_gets_it()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(Claim(""" "storageClassName":"immediate","""));
        await world.UntilAsync("bound", () => Phase(world) == "Bound");
        await world.PatchAsync(Path, """{"spec":{"resources":{"requests":{"storage":"3Gi"}}}}""");
        await world.UntilAsync("expanded", () => Find(world)!["status"]!["capacity"].Text("storage") == "3Gi");
    }
}
