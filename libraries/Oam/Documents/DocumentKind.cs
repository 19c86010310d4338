namespace Platform.Oam.Documents;

/// <summary>What a value in a document is, after YAML's rules for plain scalars.</summary>
public enum DocumentKind
{
    /// <summary><c>null</c>, <c>~</c> or nothing at all.</summary>
    Null,

    /// <summary>True or false (YAML 1.1: yes, no, on and off too, as kubectl reads them).</summary>
    Boolean,

    /// <summary>A whole number.</summary>
    WholeNumber,

    /// <summary>A number with a fraction or an exponent.</summary>
    Number,

    /// <summary>Text.</summary>
    Text,

    /// <summary>A list.</summary>
    List,

    /// <summary>Names with values, in the order written.</summary>
    Map,
}
