using MongoDB.Driver;

namespace Platform.Storage.Mongo;

/// <summary>One client for the process.</summary>
internal static class MongoConnection
{
    public static IMongoClient Open(string connectionString)
    {
        var settings = MongoClientSettings.FromConnectionString(connectionString);
        // What has been answered survives the loss of the primary.
        settings.WriteConcern = WriteConcern.WMajority;
        settings.ReadPreference = ReadPreference.Primary;
        settings.ApplicationName ??= "platform";
        return new MongoClient(settings);
    }
}
