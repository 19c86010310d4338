namespace Platform.Oam;

/// <summary>How steps follow each other.</summary>
public enum WorkflowMode
{
    /// <summary>One after the other.</summary>
    StepByStep,

    /// <summary>Each as soon as what it depends on is done.</summary>
    Dag,
}
