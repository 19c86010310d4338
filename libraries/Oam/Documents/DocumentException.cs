namespace Platform.Oam.Documents;

/// <summary>Reading can't go on; becomes a fault before it leaves the reader.</summary>
internal sealed class DocumentException(int? line, int? column, string detail) : Exception(detail)
{
    public Fault ToFault() => new("", line, column, Message);
}
