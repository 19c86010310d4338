namespace Platform.Storage;

/// <summary>What a searchable field is in the stored document.</summary>
internal enum FieldKind
{
    Text,
    Number,
    Boolean,
}
