namespace Platform.Storage;

/// <summary>How a field is compared.</summary>
internal enum Operator
{
    Is,
    IsNot,
    In,
    AtLeast,
    AtMost,
    After,
    Before,
}
