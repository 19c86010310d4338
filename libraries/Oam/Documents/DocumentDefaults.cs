namespace Platform.Oam.Documents;

/// <summary>Values nobody wrote.</summary>
internal static class DocumentDefaults
{
    public static readonly DocumentNode Null = new(DocumentKind.Null, null, null, null, null, null);

    public static readonly DocumentNode EmptyMap = new(DocumentKind.Map, null, null, null, null, null);

    public static DocumentNode Of(object value) => value switch
    {
        string text => new(DocumentKind.Text, text, null, null, null, null),
        bool flag => new(DocumentKind.Boolean, flag, null, null, null, null),
        int number => new(DocumentKind.WholeNumber, (long)number, null, null, null, null),
        long number => new(DocumentKind.WholeNumber, number, null, null, null, null),
        _ => throw new ArgumentException($"{value.GetType()} can't be a default", nameof(value)),
    };
}
