using MassTransit;
using Platform.Contracts.Deploy.V1;
using Platform.Messaging;

namespace Platform.Deploy.Applications;

/// <summary>The last act of a removal.</summary>
internal sealed class ForgetApplicationConsumer(IOutbox<ApplicationDocument> applications) : IConsumer<ForgetApplication>
{
    public Task Consume(ConsumeContext<ForgetApplication> context)
    {
        var message = context.Message;
        return applications.UpdateAsync(ApplicationDocument.IdOf(message.Namespace, message.Application), application =>
        {
            // Submitted anew meanwhile: then it stays.
            if (application.Deleted || application.Rollout != message.Rollout)
                return false;
            application.Deleted = true;
            application.Publish(new ApplicationDeleted { Namespace = application.Namespace, Application = application.Name, Revision = application.Revision });
            return true;
        }, context.MessageId, context.CancellationToken);
    }
}
