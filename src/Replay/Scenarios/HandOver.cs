// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vigil.Replay.Cast;
using Vigil.Replay.Searching;
using Vigil.Replay.Stage;
using Vigil.Replay.Telling;

namespace Vigil.Replay.Scenarios;

/// <summary>Act 5: everything that there is of people, handed over.</summary>
internal sealed class HandOver : Scenario
{
    private const int People = 20;

    /// <summary>All that a table about an account may hold; what else turns up is a broken promise.</summary>
    private static readonly HashSet<string> Allowed =
        ["account", "day", "credential", "public_key", "sign_count", "backup_eligible", "backed_up", "expires", "hash", "locator"];

    public override int Act => 5;

    public override string Name => "hand-over";

    public override string Happened => "Names, e-mail and network addresses of people abroad were handed over.";

    public override Means Needs => Means.OwnServer;

    public override async Task PlayAsync(Scene scene, Story story)
    {
        var house = await scene.OwnHouseAsync();
        using var owner = new AccountBrowser(house);
        await owner.CreateAccountAsync(owner.NewPasskey());
        var account = (await owner.AccountAsync())!.Value.GetProperty("id").GetString()!;
        var meeting = await house.CreateMeetingAsync();
        var who = await MeetAsync(house, meeting);

        await AloneAsync(house, story, account);
        await TogetherAsync(house, story, account, who);
        await EverythingKeptAsync(house, story, who, account, meeting);
        await TieAsync(house, story, account, meeting);
    }

    /// <summary>Twenty people, each from an address of their own, meet, say something and go. What would tell of them.</summary>
    private static async Task<PlantedWords> MeetAsync(OwnHouse house, StagedMeeting meeting)
    {
        var who = new PlantedWords();
        byte[] group = [.. meeting.Id.Span, .. new byte[16]];
        var people = new List<ProtocolClient>();
        for (var i = 0; i < People; i++)
        {
            var address = IPAddress.Parse($"127.73.19.{i + 101}");
            var person = await ProtocolClient.ConnectAsync(house, meeting, from: address);
            people.Add(person);
            if (i == 0) { await person.CreateGroupAsync(group); } else { await person.EnterAsync(group, (ulong)(i - 1)); }
            who.AddText("an address", $"{address}");
            who.Add("an address", address.MapToIPv6().GetAddressBytes());
            who.Add("a participant", person.Participant);
            who.AddText("a participant", Convert.ToHexString(person.Participant));
            who.Add("a participant's key", person.Leaf.Public.Span.ToArray());
            _ = (await person.AskAsync("send", new { body = StagedMeeting.Text(NoiseEnvelope.Make()) })).Ok;
        }
        foreach (var person in people) { await person.DisposeAsync(); }
        return who;
    }

    private static async Task AloneAsync(OwnHouse house, Story story, string account)
    {
        var before = await house.Log.SizeAsync();
        var draft = await house.DraftAsync("data.read", account);
        await draft.ProposeAsync();
        var approved = await house.Desk.ApproveAsync(draft, "ann");
        var read = await ReadAsync(house, draft.Proposal.Id, "ann");
        var known = await house.Log.WaitForAsync(before, entry => LoggedAttempt.Says(entry, "is_proposer", "ann"));
        story.Visible("reads an account alone", "desk of ann", approved.Status == 422 && read.Status == 422, known, $"{approved.Text}; the data: {read.Text}; both are in the public log");
    }

    /// <summary>The most that can come out at all: every class, by a full quorum.</summary>
    private static async Task TogetherAsync(OwnHouse house, Story story, string account, PlantedWords who)
    {
        var before = await house.Log.SizeAsync();
        var draft = (await house.DraftAsync("data.read", account)).With(p => p with { Classes = ["account", "credentials", "meetings", "sanctions"] });
        var order = await house.OrderAsync(draft, "ben", "cho", "dee");
        var read = await ReadAsync(house, order, "fay");
        var known = await house.Log.WaitForAsync(before, entry => entry.Type == "action.executed");
        var tables = read.Status == 200 ? read.Body.GetProperty("data").GetProperty("tables").EnumerateObject().ToArray() : [];
        var tooMuch = tables.SelectMany(table => table.Value[0].EnumerateObject()).Select(column => column.Name).Where(name => !Allowed.Contains(name)).ToArray();
        var found = who.FindIn(read.Bytes);
        story.Visible("three people let a fourth read all that is held of the account", "a full quorum of four desks, and its notice to the person",
            tables.Length > 0 && tooMuch.Length == 0 && found.Count == 0, known,
            string.Join("; ", tables.Select(Words)) + (tooMuch.Length == 0 && found.Count == 0 ? "; nothing else" : $"; AND {string.Join(", ", tooMuch.Concat(found))}"));
    }

    private static string Words(JsonProperty table) =>
        $"{table.Value.GetArrayLength()} {table.Name} ({string.Join(", ", table.Value[0].EnumerateObject().Select(column => column.Value.ToString().Length <= 12 ? $"{column.Name} {column.Value}" : column.Name))})";

    private static async Task EverythingKeptAsync(OwnHouse house, Story story, PlantedWords who, string account, StagedMeeting meeting)
    {
        var rows = await KeptPlaces.ReadAsync(house.Data);
        var control = new PlantedWords();
        control.AddText("the account", account);
        control.Add("the meeting's host key", meeting.Host.Public.Span.ToArray());
        house.Printed.Print($"{account} {StagedMeeting.Text(meeting.Host.Public.Span)}");
        var what = string.Join(", ", rows.GroupBy(row => row.Table).Select(table => string.Create(CultureInfo.InvariantCulture, $"{table.Count()} {table.Key}")));
        foreach (var place in new Place[]
        {
            new($"exports the database after a meeting of {People}: {what}", "an open connection to it", await KeptPlaces.RowsAsync(house.Data)),
            new("copies every file", "root on the server", KeptPlaces.Files(house.Data)),
            new("copies every line that was printed", "root on the server", KeptPlaces.Lines(house)),
        })
        {
            var (found, shown) = (who.FindIn(place.Bytes), control.FindIn(place.Bytes));
            story.Blocked(place.Looks, place.Means, found.Count == 0 && shown.Count == control.Count,
                $"{(found.Count == 0 ? $"no address, no participant, no key of any of {People}" : $"FOUND {string.Join(", ", found)}")}; what it does keep is found: {string.Join(", ", shown)}");
        }
    }

    private static async Task TieAsync(OwnHouse house, Story story, string account, StagedMeeting meeting)
    {
        var words = new PlantedWords();
        words.AddText("account", account);
        words.Add("account", Server.Accounts.AccountId.TryParse(account, out var id) ? id!.Span.ToArray() : throw new InvalidOperationException("an account's id does not read"));
        words.AddText("meeting", meeting.Id.Text);
        words.Add("meeting", meeting.Id.Span.ToArray());
        words.Add("meeting", meeting.Host.Public.Span.ToArray());
        var named = (await KeptPlaces.ReadAsync(house.Data)).Select(row => (row.Table, Names: words.FindIn(KeptPlaces.Bytes(row)))).ToArray();
        string[] Tables(string name) => [.. named.Where(row => row.Names.Contains(name)).Select(row => row.Table).Distinct()];
        var (ofAccount, ofMeeting) = (Tables("account"), Tables("meeting"));
        story.Blocked("looks for what ties the account to a meeting", "an open connection to the database",
            ofAccount.Length > 0 && ofMeeting.Length > 0 && !ofAccount.Intersect(ofMeeting).Any(),
            $"the account stands in {string.Join(", ", ofAccount)}; the meeting in {string.Join(", ", ofMeeting)}; in common: {string.Join(", ", ofAccount.Intersect(ofMeeting).DefaultIfEmpty("none"))}");
    }

    private static Task<Staff.Reply> ReadAsync(OwnHouse house, string order, string who) => house.Desk.AtDeskAsync(who, "POST", $"/orders/{order}/read", new JsonObject());
}
