using Microsoft.Extensions.Options;
using Platform.Hosting;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Hosting;

public sealed class PlatformOptionsTests
{
    private static IReadOnlyList<string> Faults(PlatformOptions options) =>
        [.. new PlatformOptionsCheck().Validate(null, options).Failures ?? []];

    [Fact]
    public void The_defaults_work() => Faults(new PlatformOptions()).ShouldBeEmpty();

    [Fact]
    public void What_can_not_work_is_told_all_at_once_with_what_would()
    {
        var faults = Faults(new PlatformOptions
        {
            Port = 99999,
            Address = "localhost",
            Broker = "host:5672",
            Mongo = "http://host",
            Registry = "registry",
            AdminKey = "short",
            MasterKey = "AAAA",
            LogLevel = "Loud",
            Services = { ["deploy"] = ["deploy:80"] },
        });
        faults.Count.ShouldBe(9);
        faults.ShouldContain(f => f.Contains("amqp://"));
        faults.ShouldContain(f => f.Contains("Platform:Services:deploy"));
    }
}
