using Platform.Contracts.Deploy.V1;

namespace Platform.Status.Definitions;

/// <summary>Keeps the functions of installed definitions.</summary>
internal sealed class DefinitionInstalledConsumer(IDocuments<DefinitionDocument> definitions) : IConsumer<DefinitionInstalled>
{
    public Task Consume(ConsumeContext<DefinitionInstalled> context)
    {
        var news = context.Message;
        return news is { Health: null, Message: null }
            ? Task.CompletedTask
            : definitions.InsertAsync(
                new() { Id = DefinitionDocument.IdOf(new(news.Kind, news.Name, news.Revision)), Health = news.Health, Message = news.Message }, context.CancellationToken);
    }
}
