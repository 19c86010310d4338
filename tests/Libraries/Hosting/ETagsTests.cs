using Microsoft.AspNetCore.Http;
using Platform.Hosting;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Hosting;

public sealed class ETagsTests
{
    [Theory]
    [InlineData(null, null, 0, false)]
    [InlineData(null, null, 3, false)]
    [InlineData("\"3\"", null, 3, false)]
    [InlineData("\"2\", \"3\"", null, 3, false)]
    [InlineData("*", null, 3, false)]
    [InlineData("\"2\"", null, 3, true)]
    [InlineData("*", null, 0, true)]
    [InlineData("\"1\"", null, 0, true)]
    [InlineData("3", null, 3, true)]
    [InlineData("W/\"3\"", null, 3, true)]
    [InlineData(null, "*", 0, false)]
    [InlineData(null, "*", 1, true)]
    public void A_write_meets_only_the_version_it_was_made_for(string? ifMatch, string? ifNoneMatch, long version, bool refused)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.IfMatch = ifMatch;
        request.Headers.IfNoneMatch = ifNoneMatch;
        (request.Refuses(version)?.StatusCode).ShouldBe(refused ? 412 : null);
    }
}
