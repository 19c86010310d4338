using Microsoft.AspNetCore.Http.HttpResults;

namespace Platform.Hosting;

/// <summary>Ends a request with a problem from where no result can be returned, such as the binding of a parameter.</summary>
public sealed class ProblemException(ProblemHttpResult problem) : Exception(problem.ProblemDetails.Detail)
{
    /// <summary>What is answered.</summary>
    public ProblemHttpResult Problem { get; } = problem;
}
