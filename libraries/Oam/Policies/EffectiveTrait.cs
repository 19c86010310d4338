using Platform.Oam.Documents;

namespace Platform.Oam.Policies;

/// <summary>A trait as overrides left it; origin is where it stands among the component's traits, or the policy that added it.</summary>
internal sealed record EffectiveTrait(string Type, DocumentNode Properties, string Origin, DocumentNode Source)
{
    /// <summary>In messages: <c>trait 'scaler' (traits[0])</c>.</summary>
    public string Title => $"trait '{Type}' ({Origin})";
}
