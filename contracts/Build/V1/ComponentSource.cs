namespace Platform.Contracts.Build.V1;

/// <summary>Where a component comes from, as the developer registered it.</summary>
public sealed record ComponentSource
{
    /// <summary>Webservice, worker, … : the component type it becomes.</summary>
    public required string Type { get; init; }

    /// <summary>An existing image.</summary>
    public ImageSource? Image { get; init; }

    /// <summary>Default properties of the component, a JSON object as text.</summary>
    public string? Properties { get; init; }

    /// <summary>JSON Schema of the component's parameters, as text.</summary>
    public string? ParametersSchema { get; init; }
}
