namespace Platform.Oam;

/// <summary>Checks an application against everything that is known before it is accepted.</summary>
public static class Validation
{
    /// <summary>Everything that speaks against the application: nothing is stored when there is a fault.</summary>
    public static ValidationResult Check(Application application, ValidationInput? input = null) =>
        throw new NotImplementedException();
}
