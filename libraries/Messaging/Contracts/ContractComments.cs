using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Platform.Messaging.Contracts;

/// <summary>The summaries written at the records of an assembly, as plain sentences.</summary>
internal sealed partial class ContractComments
{
    private readonly Dictionary<string, string> summaries;

    public ContractComments(Assembly assembly)
    {
        var file = Path.ChangeExtension(assembly.Location, ".xml");
        summaries = File.Exists(file)
            ? XDocument.Load(file).Descendants("member").Where(member => member.Element("summary") is not null)
                .ToDictionary(member => member.Attribute("name")!.Value, member => Text(member.Element("summary")!))
            : [];
    }

    public string? Of(Type type) => summaries.GetValueOrDefault("T:" + type.FullName);

    public string? Of(MemberInfo property) => summaries.GetValueOrDefault($"P:{property.DeclaringType!.FullName}.{property.Name}");

    private static string Text(XElement summary)
    {
        foreach (var reference in summary.Descendants("see").ToList())
        {
            reference.ReplaceWith((reference.Attribute("cref")?.Value ?? "").Split('.')[^1]);
        }

        return Space().Replace(summary.Value, " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
