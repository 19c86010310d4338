namespace Platform.Oam;

/// <summary>Makes the Kubernetes objects of an application for one cluster. Pure: no clock, no network, no randomness.</summary>
public static class Renderer
{
    /// <summary>Renders; the same input gives the same output, byte for byte.</summary>
    public static RenderedCluster Render(Application application, RenderInput input) => throw new NotImplementedException();
}
