namespace Platform.Deploy.Tasks;

/// <summary><c>print-message-in-status</c>: what it prints is the reason of its success.</summary>
internal sealed class PrintMessageTask : IStepTask
{
    public string Type => "print-message-in-status";

    public Task<TaskResult> RunAsync(TaskContext context, CancellationToken ct) => Task.FromResult(TaskResult.Done(context.Text("message")));
}
