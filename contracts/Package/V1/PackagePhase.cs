using System.Text.Json.Serialization;

namespace Platform.Contracts.Package.V1;

/// <summary>The phases of an application package (api.md).</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<PackagePhase>))]
public enum PackagePhase
{
    Pending,
    Building,
    Packaging,
    Succeeded,
    Failed,
    Cancelled,
}
