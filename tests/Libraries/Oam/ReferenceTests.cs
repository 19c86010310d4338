using Platform.Oam;
using Platform.Oam.Definitions;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oam;

/// <summary>What users read about types is what is checked.</summary>
public sealed class ReferenceTests
{
    private static string Folder => Path.Combine(SampleTests.Root(), "docs", "reference");

    [Fact]
    public void The_checked_in_pages_are_what_the_definitions_say()
    {
        foreach (var (file, text) in ReferencePages.Write(DefinitionCatalog.BuiltIn))
        {
            var path = Path.Combine(Folder, file);
            if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("PLATFORM_UPDATE")))
            {
                Directory.CreateDirectory(Folder);
                File.WriteAllText(path, text);
            }

            (File.Exists(path) ? File.ReadAllText(path) : "").ShouldBe(text, $"docs/reference/{file} is out of date; PLATFORM_UPDATE=1 with this test writes it anew");
        }
    }

    [Fact]
    public void Every_type_and_every_property_of_a_built_in_type_says_what_it_is_for()
    {
        var silent = DefinitionCatalog.BuiltIn.All
            .SelectMany(definition => definition.Parameters.Properties.Select(property => (definition.Kind, definition.Name, property)))
            .Where(item => string.IsNullOrWhiteSpace(item.property.Schema.Description)).Select(item => $"{item.Kind}/{item.Name}: {item.property.Name}");
        silent.ShouldBeEmpty();
        DefinitionCatalog.BuiltIn.All.ShouldAllBe(definition => definition.Description.Length > 0);
    }
}
