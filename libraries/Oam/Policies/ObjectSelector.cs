using Platform.Oam.Schemas;

namespace Platform.Oam.Policies;

/// <summary>How rules of policies say which objects they mean: all conditions given have to hold.</summary>
internal static class ObjectSelector
{
    public static Schema Schema { get; } = Schemas.Schema.Map("Which objects are meant; every condition given has to hold.")
        .With("componentNames", Texts("Names of components."))
        .With("componentTypes", Texts("Types of components."))
        .With("oamTypes", Schemas.Schema.List(Schemas.Schema.Text(null, "COMPONENT", "TRAIT", "WORKLOAD"), "COMPONENT for workloads, TRAIT for the rest."))
        .With("traitTypes", Texts("Types of the traits that made the objects."))
        .With("resourceTypes", Texts("Kinds of the objects, e.g. Deployment."))
        .With("resourceNames", Texts("Names of the objects."));

    /// <summary>Parameters of a policy that is nothing but rules.</summary>
    public static Schema Rules(string description) => Schemas.Schema.Map()
        .With("rules", Schemas.Schema.List(Schemas.Schema.Map().Needs("selector", Schema), description));

    private static Schema Texts(string description) => Schemas.Schema.List(Schemas.Schema.Text(), description);
}
