using Platform.Health;
using Platform.Status.Inventories;
using Platform.Status.Watching;

namespace Platform.Status.Tests;

public sealed class InventoryTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly InventoryDocument _inventory = new() { Cluster = "east", Namespace = "shop", Application = "web" };

    [Fact]
    public void An_older_state_never_replaces_a_newer_one()
    {
        _inventory.Take(Applied(2, "new"), Now).ShouldBeTrue();
        _inventory.Take(Applied(1, "old"), Now).ShouldBeFalse();
        _inventory.Take(Applied(2, "new"), Now).ShouldBeFalse();
        _inventory.Objects.ShouldHaveSingleItem().Name.ShouldBe("new");
    }

    [Fact]
    public void Pages_may_come_in_any_order_and_twice_and_count_together()
    {
        _inventory.Take(Applied(1, "a"), Now);
        _inventory.Take(Applied(2, "c", page: 1, pages: 2), Now).ShouldBeTrue();
        _inventory.Take(Applied(2, "c", page: 1, pages: 2), Now).ShouldBeFalse();
        _inventory.Objects.Select(o => o.Name).ShouldBe(["a"]);
        _inventory.Take(Applied(2, "b", page: 0, pages: 2), Now).ShouldBeTrue();
        _inventory.Objects.Select(o => o.Name).ShouldBe(["b", "c"]);
        _inventory.Pending.ShouldBeNull();
    }

    [Fact]
    public void Pages_of_an_older_state_don_t_mix_with_those_of_a_newer()
    {
        _inventory.Take(Applied(3, "c", page: 1, pages: 2), Now);
        _inventory.Take(Applied(2, "x", page: 0, pages: 2), Now).ShouldBeFalse();
        _inventory.Objects.ShouldBeEmpty();
    }

    [Fact]
    public void Pages_of_a_newer_state_outlive_an_older_state_that_comes_between_them()
    {
        _inventory.Take(Applied(3, "c", page: 1, pages: 2), Now);
        _inventory.Take(Applied(1, "a"), Now).ShouldBeTrue();
        _inventory.Take(Removed(2), Now).ShouldBeTrue();
        _inventory.Take(Applied(3, "b", page: 0, pages: 2), Now).ShouldBeTrue();
        _inventory.Objects.Select(o => o.Name).ShouldBe(["b", "c"]);
    }

    [Fact]
    public void What_was_removed_comes_back_only_with_a_newer_state()
    {
        _inventory.Take(Applied(2, "a"), Now);
        _inventory.Take(Removed(1), Now).ShouldBeFalse();
        _inventory.Take(Removed(3), Now).ShouldBeTrue();
        (_inventory.Removed, _inventory.Objects.Count, _inventory.ExpiresAt).ShouldBe((true, 0, Now.AddDays(1)));
        _inventory.Take(Applied(3, "a"), Now).ShouldBeFalse();
        _inventory.Take(Applied(4, "a"), Now).ShouldBeTrue();
        (_inventory.Removed, _inventory.ExpiresAt).ShouldBe((false, null));
    }

    [Theory]
    [InlineData("u", "10", 2, true)]
    [InlineData("u", "11", 3, true)]
    [InlineData("u", "9", 2, false)]
    [InlineData("u", "100", 1, false)]
    [InlineData("other", "11", 3, false)]
    public void An_object_is_seen_at_or_after_the_version_applied(string uid, string version, long generation, bool seen) =>
        Judging.Seen(
            new() { Id = new("", "ConfigMap", "shop", "a"), ApiVersion = "v1", Uid = uid, ResourceVersion = version, Generation = generation, Health = HealthReport.None },
            Object("a") with { Uid = "u", ResourceVersion = "10", Generation = 2 }).ShouldBe(seen);

    private static AppliedObject Object(string name) => new()
    {
        ApiVersion = "v1",
        Kind = "ConfigMap",
        Namespace = "shop",
        Name = name,
        Component = "web",
        Resource = "configmaps",
        Uid = name,
        ResourceVersion = "1",
        Generation = 0,
    };

    private static ClusterApplied Applied(long sequence, string name, int page = 0, int pages = 1) => new()
    {
        Namespace = "shop",
        Application = "web",
        Cluster = "east",
        Rollout = Guid.Empty,
        Revision = sequence,
        Attempt = 1,
        Sequence = sequence,
        Page = page,
        Pages = pages,
        Changed = 1,
        Unchanged = 0,
        Inventory = [Object(name)],
    };

    private static ClusterRemoved Removed(long sequence) => new()
    {
        Namespace = "shop",
        Application = "web",
        Cluster = "east",
        Rollout = Guid.Empty,
        Revision = sequence,
        Attempt = 1,
        Deleted = 1,
        Sequence = sequence,
    };
}
