using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Oam.Steps;

/// <summary>Tells people.</summary>
internal static class NotificationStepType
{
    public static StepDefinition Definition { get; } = new()
    {
        Name = "notification",
        Description = "Tells people by Slack, DingTalk, Lark or e-mail.",
        Parameters = Schema.Map()
            .With("slack", Slack())
            .With("dingding", DingTalk())
            .With("lark", Lark())
            .With("email", Email())
            .NeedsOneOf("slack", "dingding", "lark", "email"),
    };

    private static Schema Url => Values.Secretly("Where the message is sent.");

    private static Schema Slack() => Schema.Map("A message to Slack.")
        .Needs("url", Url)
        .Needs("message", Schema.Map("The message, as Slack's API takes it.")
            .Needs("text", Schema.Text("Its text."))
            .With("blocks", Schema.List(Schema.MapOf(), "Blocks."))
            .With("attachments", Schema.MapOf(description: "Attachments."))
            .With("thread_ts", Schema.Text("Message it answers."))
            .With("mrkdwn", Schema.Flag("The text is Markdown.").Defaults(true)));

    private static Schema DingTalk()
    {
        var link = Schema.Map().With("text", Schema.Text()).With("title", Schema.Text()).With("messageUrl", Schema.Text()).With("picUrl", Schema.Text());
        return Schema.Map("A message to DingTalk.")
            .Needs("url", Url)
            .Needs("message", Schema.Map("The message, as DingTalk's API takes it.")
                .With("msgtype", Schema.Text("Its type.", "text", "link", "markdown", "actionCard", "feedCard").Defaults("text"))
                .With("text", Schema.Map().Needs("content", Schema.Text("Its text.")))
                .With("link", link)
                .With("markdown", Schema.Map().Needs("text", Schema.Text()).Needs("title", Schema.Text()))
                .With("at", Schema.Map().With("atMobiles", Schema.List(Schema.Text())).With("isAtAll", Schema.Flag()))
                .With("actionCard", Schema.MapOf())
                .With("feedCard", Schema.Map().Needs("links", Schema.List(link))));
    }

    private static Schema Lark() => Schema.Map("A message to Lark.")
        .Needs("url", Url)
        .Needs("message", Schema.Map("The message, as Lark's API takes it.")
            .Needs("msg_type", Schema.Text("Its type, e.g. text."))
            .Needs("content", Schema.Text("Its content, JSON as text.")));

    private static Schema Email() => Schema.Map("An e-mail.")
        .Needs("from", Schema.Map("Who sends it.")
            .Needs("address", Schema.Text("Address."))
            .With("alias", Schema.Text("Name shown."))
            .Needs("password", Values.Secretly("Password of the mail server."))
            .Needs("host", Schema.Text("The mail server."))
            .With("port", Schema.Port("Its port.").Defaults(587)))
        .Needs("to", Schema.List(Schema.Text(), "Who gets it."))
        .Needs("content", Schema.Map("What it says.").Needs("subject", Schema.Text("Subject.")).Needs("body", Schema.Text("Body.")));
}
