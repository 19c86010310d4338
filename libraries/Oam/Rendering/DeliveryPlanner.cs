namespace Platform.Oam;

/// <summary>
/// Renders every step of an application's workflow for every cluster it goes to: what planning, validation at submission
/// and a dry run share.
/// </summary>
public static class DeliveryPlanner
{
    /// <summary>Plans and renders. Faults that several clusters share are told once, with the clusters.</summary>
    public static DeliveryPlan Plan(Application application, DeliveryInput input) => throw new NotImplementedException();
}
