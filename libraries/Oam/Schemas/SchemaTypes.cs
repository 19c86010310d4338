namespace Platform.Oam.Schemas;

/// <summary>The types a parameter may have.</summary>
[Flags]
public enum SchemaTypes
{
    /// <summary>Anything.</summary>
    Any = 0,

    /// <summary>Text.</summary>
    Text = 1,

    /// <summary>A whole number.</summary>
    WholeNumber = 2,

    /// <summary>Any number.</summary>
    Number = 4,

    /// <summary>True or false.</summary>
    Boolean = 8,

    /// <summary>A list.</summary>
    List = 16,

    /// <summary>Names with values.</summary>
    Map = 32,

    /// <summary>Null has a meaning of its own (elsewhere it is the same as leaving the parameter out).</summary>
    Null = 64,
}
