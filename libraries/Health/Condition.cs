namespace Platform.Health;

/// <summary>An entry of status.conditions.</summary>
internal sealed record Condition(string Type, string Status, string Reason, string? Message)
{
    public bool IsTrue => Status == "True";

    public bool IsFalse => Status == "False";

    /// <summary>The message, or the reason where there is none.</summary>
    public string? Words => string.IsNullOrEmpty(Message) ? Reason.Length > 0 ? Reason : null : Message;
}
