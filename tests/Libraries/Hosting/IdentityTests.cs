using Microsoft.Extensions.Time.Testing;
using Platform.Hosting;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Hosting;

public sealed class IdentityTests
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public void A_token_carries_the_caller_for_a_minute()
    {
        var tokens = new IdentityTokens(new MasterKey(new byte[32]), clock);
        var caller = new Identity("Ada: of shop.prod", "oidc", [new RoleGrant(Role.Operator, "default"), new RoleGrant(Role.Viewer)]);
        var token = tokens.Issue(caller);
        clock.Advance(TimeSpan.FromSeconds(59));
        var read = tokens.Read(token, out _)!;
        read.Name.ShouldBe(caller.Name);
        read.Kind.ShouldBe("oidc");
        read.Grants.ShouldBe(caller.Grants);
        clock.Advance(TimeSpan.FromSeconds(1));
        tokens.Read(token, out var reason).ShouldBeNull();
        reason.ShouldBe("it has expired");
    }

    [Fact]
    public void A_role_in_one_namespace_reads_what_is_the_platforms_and_writes_nothing_of_it()
    {
        var identity = new Identity("x", "key", [new RoleGrant(Role.Operator, "a")]);
        identity.Has(Role.Operator, "a").ShouldBeTrue();
        identity.Has(Role.Viewer, "a").ShouldBeTrue();
        identity.Has(Role.Developer, "a").ShouldBeFalse();
        identity.Has(Role.Viewer, "b").ShouldBeFalse();
        identity.Has(Role.Viewer, null).ShouldBeTrue();
        identity.Has(Role.Operator, null).ShouldBeFalse();
        identity.Has(Role.Infra, null).ShouldBeFalse();
        identity.NamespacesFor(Role.Viewer).ShouldBe(["a"]);
        new Identity("y", "key", [new RoleGrant(Role.Infra)]).NamespacesFor(Role.Operator).ShouldBeNull();
    }
}
