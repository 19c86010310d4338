namespace Platform.Oam;

/// <summary>When an object is deleted.</summary>
public enum DeletionRule
{
    /// <summary>When a revision no longer has it.</summary>
    WithRevision,

    /// <summary>Only when the application is deleted.</summary>
    WithApplication,

    /// <summary>Never.</summary>
    Never,
}
