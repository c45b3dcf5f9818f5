// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Serving;
using Vigil.Server.Tests.Support;
using static Vigil.Replay.Cast.StagedMeeting;

namespace Vigil.Server.Tests.Serving;

/// <summary>With everything switched on, the log holds nobody's address, meeting, name or key.</summary>
public class LoggingTests
{
    [Fact]
    public async Task A_whole_meeting_leaves_no_trace_of_who_or_which()
    {
        var stage = await Stage.OpenAsync();
        var meeting = stage.Meeting;
        var guest = await stage.GuestAsync();
        _ = (await guest.AskAsync("hello", new { @sealed = Text("a sealed hello"u8) })).Ok;
        await stage.Host.NextAsync("hello");
        _ = await guest.AskAsync("unknown.type.of.mine");
        await guest.SendAsync("not json but a name: Ilham");
        await guest.AnswerAsync();
        _ = (await guest.AskAsync("transport.create", new { direction = "send" })).Ok;
        stage.Router.Fault = new InvalidOperationException("fault at 203.0.113.9 in a meeting");
        Assert.Equal("internal", (await guest.AskAsync("transport.create", new { direction = "recv" })).Code);
        guest.Vanish();
        using (await stage.Server.Http.GetAsync($"/m/{meeting.Id.Text}")) { }
        using (await stage.Server.Http.GetAsync($"/api/meetings/{meeting.Id.Text}")) { }
        using (await stage.Server.Http.GetAsync($"/signal/{meeting.Id.RoutingKey}")) { }
        await stage.DisposeAsync();

        var entries = stage.Server.Log.Entries.ToArray();
        // Something was logged, down to Trace and from our own code: an empty log would prove nothing.
        Assert.Contains(entries, entry => entry.Event == 1205);
        Assert.Contains(entries, entry => entry.Event == 1203);
        Assert.All(entries, entry => Assert.StartsWith("Vigil.", entry.Category, StringComparison.Ordinal));
        string[] secrets =
        [
            meeting.Id.Text, meeting.Id.RoutingKey, Text(meeting.Host.Public.Span), Text(meeting.Join.Public.Span),
            guest.ParticipantText, Text(guest.Leaf.Public.Span), stage.Host.ParticipantText, Text(stage.Group),
            "127.0.0.1", "203.0.113.9", "Ilham", "transport-", "unknown.type.of.mine", Text("a sealed hello"u8),
        ];
        foreach (var secret in secrets)
        {
            Assert.DoesNotContain(entries, entry => entry.Text.Contains(secret, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Theory]
    [InlineData("Vigil.Server.Signalling.SignalEndpoint", true)]
    [InlineData("Vigil.Sfu", true)]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", false)]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel.Connections", false)]
    [InlineData("Vigilante", false)]
    public void Only_our_own_categories_reach_any_output(string category, bool passes)
    {
        using var log = new CapturedLog();
        using var factory = Logging.Create(LogLevel.Trace, log);
#pragma warning disable CA1848, CA2254 // One message, to see where it goes.
        factory.CreateLogger(category).LogCritical("hello");
#pragma warning restore CA1848, CA2254
        Assert.Equal(passes, !log.Entries.IsEmpty);
    }
}
