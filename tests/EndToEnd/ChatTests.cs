// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Vigil.EndToEnd.Stage;

namespace Vigil.EndToEnd;

/// <summary>What is written in a meeting: with replies, reactions and files, for those who come later as the host chose, and provable by whoever has to report it.</summary>
[Collection(nameof(OneMeeting))]
public sealed class ChatTests(Browsers browsers)
{
    [Fact]
    public async Task Messages_replies_reactions_and_files_arrive_and_a_report_holds()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await using var ben = await Person.SitDownAsync(browsers.Plain, "Ben");
        var link = await ada.CreateMeetingAsync(server.Url);
        await ada.JoinAsync(link);
        await ben.JoinAsync(link);
        await ada.SeesAsync("Ben");
        await ben.OpenChatAsync();

        await ada.SayAsync("Soup or salad?");
        await Assertions.Expect(ben.MessageOf("Soup or salad?")).ToBeVisibleAsync();
        await ben.MessageOf("Soup or salad?").GetByTestId("message-acts").ClickAsync();
        await ben.Page.GetByTestId("message-menu").GetByTestId("reply").ClickAsync();
        await ben.SayAsync("Soup.");
        await Assertions.Expect(ada.MessageOf("Soup.").GetByTestId("quote")).ToContainTextAsync("Soup or salad?");
        await ada.MessageOf("Soup.").GetByTestId("message-acts").ClickAsync();
        await ada.Page.GetByTestId("message-menu").GetByRole(AriaRole.Button, new() { NameRegex = new Regex("thumbs up") }).ClickAsync();
        await Assertions.Expect(ben.MessageOf("Soup.").GetByTestId("tally")).ToHaveAttributeAsync("data-emoji", "👍");

        // More than two pieces of 256 KiB.
        var bytes = new byte[600_000];
        new Random(1).NextBytes(bytes);
        await ada.Page.GetByTestId("file-picker").SetInputFilesAsync(new FilePayload { Name = "recipe.bin", MimeType = "application/octet-stream", Buffer = bytes });
        await ada.Page.GetByTestId("chat-send").ClickAsync();
        await Assertions.Expect(ben.Page.GetByTestId("file")).ToContainTextAsync("recipe.bin");
        var download = await ben.Page.RunAndWaitForDownloadAsync(() => ben.Page.Locator("[data-testid=file-get], [data-testid=file-save]").First.ClickAsync());
        Assert.Equal("recipe.bin", download.SuggestedFilename);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(await download.PathAsync()));
        await ada.ScreenshotAsync("chat");

        await ReportAsync(ben, "Soup or salad?");
    }

    [Fact]
    public async Task Who_comes_later_sees_the_chat_so_far_if_the_host_chose_so()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await using var ben = await Person.SitDownAsync(browsers.Plain, "Ben");
        await using var chi = await Person.SitDownAsync(browsers.Plain, "Chi");
        var link = await ada.CreateMeetingAsync(server.Url);
        await ada.JoinAsync(link);
        await ada.SayAsync("Said to nobody.");
        await Assertions.Expect(ada.MessageOf("Said to nobody.")).ToBeVisibleAsync();

        await ben.JoinAsync(link);
        await ada.SeesAsync("Ben");
        await ben.OpenChatAsync();
        await ada.SetAsync("setting-history");
        await ada.SayAsync("Said to Ben.");
        await Assertions.Expect(ben.MessageOf("Said to Ben.")).ToBeVisibleAsync();
        await Assertions.Expect(ben.Page.GetByTestId("message")).ToHaveCountAsync(1);

        await chi.JoinAsync(link);
        await chi.OpenChatAsync();
        await Assertions.Expect(chi.Page.GetByTestId("message-text")).ToHaveTextAsync(["Said to nobody.", "Said to Ben."]);
    }

    [Fact]
    public async Task Hands_stand_in_the_order_in_which_they_were_raised()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await using var ben = await Person.SitDownAsync(browsers.Plain, "Ben");
        await using var chi = await Person.SitDownAsync(browsers.Plain, "Chi");
        var link = await ada.CreateMeetingAsync(server.Url);
        foreach (var person in new[] { ada, ben, chi }) { await person.JoinAsync(link); }
        await ada.SeesAsync("Ben", "Chi");

        await chi.Page.GetByTestId("bar").GetByTestId("hand").ClickAsync();
        await ExpectPlaceAsync(ada, "Chi", 1);
        await ben.Page.GetByTestId("bar").GetByTestId("hand").ClickAsync();
        await ExpectPlaceAsync(ada, "Ben", 2);
        await ExpectPlaceAsync(chi, "Ben", 2);
        await chi.Page.GetByTestId("bar").GetByTestId("hand").ClickAsync();
        await ExpectPlaceAsync(ada, "Ben", 1);
        await ada.ChooseAsync("Ben", "ask-hand");
        await Assertions.Expect(ada.OtherTiles.GetByTestId("hand-badge")).ToHaveCountAsync(0);
    }

    private static Task ExpectPlaceAsync(Person viewer, string name, int place) =>
        Assertions.Expect(viewer.OtherTiles.Filter(new() { HasText = name }).GetByTestId("hand-badge")).ToHaveAttributeAsync("data-place", $"{place}");

    /// <summary>What a browser saved, `vigil report verify` reads without any server; and not with a letter changed.</summary>
    private static async Task ProvesAsync(Person person, ILocator dialog, string text)
    {
        var download = await person.Page.RunAndWaitForDownloadAsync(() => dialog.GetByTestId("report-save").ClickAsync());
        Assert.Equal("vigil-report.json", download.SuggestedFilename);
        var path = await download.PathAsync();
        var (exitCode, output) = await VerifyAsync(path);
        Assert.True(exitCode == 0, output);
        Assert.Contains("GOOD", output, StringComparison.Ordinal);
        Assert.Contains(text, output, StringComparison.Ordinal);

        var report = JsonNode.Parse(await File.ReadAllTextAsync(path))!;
        var message = report["messages"]![0]!;
        var content = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(message["content"]!.GetValue<string>()));
        message["content"] = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(content.Replace("Soup", "Soap", StringComparison.Ordinal)));
        await File.WriteAllTextAsync(path, report.ToJsonString());
        (exitCode, output) = await VerifyAsync(path);
        Assert.True(exitCode == 1, output);
        Assert.Contains("REFUSED", output, StringComparison.Ordinal);
    }

    private static Task<(int ExitCode, string Output)> VerifyAsync(string report) => TestMedia.RunAsync("dotnet", Checkout.VigilProgram, "report", "verify", report);

    /// <summary>The server takes a report only if commitment, signatures, admission, stamp and tag hold.</summary>
    private static async Task ReportAsync(Person person, string text)
    {
        await person.MessageOf(text).GetByTestId("message-acts").ClickAsync();
        await person.Page.GetByTestId("message-menu").GetByTestId("report").ClickAsync();
        await person.Page.GetByTestId("report-continue").ClickAsync();
        var dialog = person.Page.GetByTestId("report-dialog");
        await Assertions.Expect(dialog).ToContainTextAsync(text);
        await Assertions.Expect(dialog).Not.ToContainTextAsync("Soup.");
        await person.ScreenshotAsync("report");
        await ProvesAsync(person, dialog, text);
        await dialog.GetByTestId("report-send").ClickAsync();
        await Assertions.Expect(dialog.GetByTestId("report-id")).ToHaveTextAsync(new Regex(@"^[\w-]{20,}$"));
    }
}
