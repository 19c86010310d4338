namespace Platform.Oam;

/// <summary>Turns an application's workflow, or the default one, into steps that can be run.</summary>
public static class WorkflowPlanner
{
    /// <summary>The plan; faults say which steps can't be.</summary>
    public static WorkflowPlan Plan(Application application) => throw new NotImplementedException();
}
