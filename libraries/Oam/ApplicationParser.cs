using Platform.Oam.Documents;

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
    public static ParsedApplication Parse(string text, string? defaultNamespace = null)
    {
        var findings = new Findings();
        var documents = DocumentReader.Read(text, findings);
        var readable = documents.Count > 0 || !findings.HasFaults;
        var application = readable ? Read(documents, findings, defaultNamespace) : null;
        return new(application, findings.Faults(), findings.Warnings()) { IsReadable = readable };
    }

    private static Application? Read(List<DocumentNode> documents, Findings findings, string? defaultNamespace)
    {
        foreach (var document in documents.Where(document => document.Kind != DocumentKind.Map)) findings.Add(document.Fault("a Kubernetes object is expected here: a map with apiVersion, kind and metadata"));
        documents = [.. documents.Where(document => document.Kind == DocumentKind.Map)];
        var applications = documents.Where(document => document["kind"]?.Text == "Application").ToList();
        if (applications.Count == 0)
        {
            if (!findings.HasFaults) findings.Add(NoApplication(documents));
            return null;
        }

        foreach (var second in applications.Skip(1)) findings.Add(second.Fault("a file holds one Application; submit this one by itself"));
        return new ApplicationReader(findings, defaultNamespace).Read(applications[0], [.. documents.Where(document => document != applications[0])]);
    }

    private static Fault NoApplication(List<DocumentNode> documents)
    {
        if (documents.Count == 0) return new("", 1, 1, "the document is empty; an Application (apiVersion: core.oam.dev/v1beta1, kind: Application) is expected");
        var kinds = documents.Select(document => document["kind"]?.Text ?? "an object without a kind").Distinct().ToList();
        return documents[0].Fault($"there is no Application here, only {Names.Listed(kinds)}; write kind: Application{Names.Suggestion(kinds[0], ["Application"])}");
    }
}
