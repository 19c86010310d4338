using Platform.Oam.Documents;

namespace Platform.Oam.Definitions;

/// <summary>What a component type renders from.</summary>
/// <param name="Application">The application.</param>
/// <param name="Name">Name of the component.</param>
/// <param name="Revision">Name of the application's revision; null when rendering without one.</param>
/// <param name="Parameters">Checked, with expressions replaced and defaults filled in.</param>
internal sealed record ComponentContext(Application Application, string Name, string? Revision, DocumentNode Parameters);
