namespace Platform.Oam;

/// <summary>Reads Applications from YAML or JSON, with the place of every value.</summary>
public static class ApplicationParser
{
    /// <summary>
    /// Reads one Application, with Policy, Workflow and other objects of the same file. Never throws for what the text
    /// says: faults tell what is wrong.
    /// </summary>
    /// <param name="text">YAML (several documents are fine) or JSON.</param>
    /// <param name="defaultNamespace">Namespace of an application that names none.</param>
    public static ParsedApplication Parse(string text, string? defaultNamespace = null) => throw new NotImplementedException();
}
