using Platform.Tools;

namespace Platform.Deploy.Tests;

/// <summary>Programs that deliveries use; <c>tests/tools/get</c> fetches them.</summary>
internal static class Tool
{
    public static void Require(string name) => Assert.SkipWhen(!new ToolBox().TryFind(name, out _), $"{name} is not here: tests/tools/get {name}");
}
