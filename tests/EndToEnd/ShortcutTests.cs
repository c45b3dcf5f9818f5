// SPDX-License-Identifier: Apache-2.0
using Microsoft.Playwright;
using Vigil.EndToEnd.Stage;

namespace Vigil.EndToEnd;

/// <summary>A meeting without a mouse: one key for each thing, a list of them, and none that takes letters from what somebody writes.</summary>
[Collection(nameof(OneMeeting))]
public sealed class ShortcutTests(Browsers browsers)
{
    [Fact]
    public async Task Every_key_does_what_the_list_says_can_be_changed_and_switched_off()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await ada.JoinAsync(await ada.CreateMeetingAsync(server.Url));
        await Assertions.Expect(ada.Page.GetByTestId("toggle-microphone")).ToHaveAttributeAsync("aria-pressed", "true");

        await PressAsync(ada, "m");
        await IsPressedAsync(ada, "toggle-microphone", false);
        await HoldToTalkAsync(ada);
        await PressAsync(ada, "Control+d");
        await IsPressedAsync(ada, "toggle-microphone", true);
        await PressAsync(ada, "v");
        await IsPressedAsync(ada, "toggle-camera", false);
        await PressAsync(ada, "Control+e");
        await IsPressedAsync(ada, "toggle-camera", true);
        await PressAsync(ada, "h");
        await IsPressedAsync(ada, "hand", true);
        await PressAsync(ada, "h");
        await IsPressedAsync(ada, "hand", false);
        await PressAsync(ada, "p");
        await Assertions.Expect(ada.Page.GetByTestId("panel")).ToBeVisibleAsync();
        await PressAsync(ada, "p");
        await Assertions.Expect(ada.Page.GetByTestId("panel")).ToHaveCountAsync(0);
        await PressAsync(ada, "r");
        await Assertions.Expect(ada.Page.Locator("[popover]:popover-open")).ToHaveCountAsync(1);
        await PressAsync(ada, "Escape");

        // While somebody writes, letters are letters.
        await PressAsync(ada, "c");
        await ada.Page.GetByTestId("chat-text").FillAsync("");
        await ada.Page.GetByTestId("chat-text").PressSequentiallyAsync("mvhp?");
        await Assertions.Expect(ada.Page.GetByTestId("chat-text")).ToHaveValueAsync("mvhp?");
        await IsPressedAsync(ada, "toggle-microphone", true);
        await PressAsync(ada, "Escape");
        await Assertions.Expect(ada.Page.GetByTestId("chat-panel")).ToHaveCountAsync(0);

        await ChangeInListAsync(ada);
        await PressAsync(ada, "x");
        await IsPressedAsync(ada, "toggle-microphone", false);
        await PressAsync(ada, "m");
        await IsPressedAsync(ada, "toggle-microphone", false);

        // Switched off, single keys do nothing; those with Ctrl are always there, and open the list again.
        await PressAsync(ada, "?");
        await ada.Page.GetByTestId("shortcut-single").UncheckAsync();
        await PressAsync(ada, "Escape");
        await Assertions.Expect(ada.Page.GetByTestId("shortcuts")).ToHaveCountAsync(0);
        await PressAsync(ada, "x");
        await IsPressedAsync(ada, "toggle-microphone", false);
        await PressAsync(ada, "Control+/");
        await Assertions.Expect(ada.Page.GetByTestId("shortcuts")).ToBeVisibleAsync();
    }

    /// <summary>The list is found by a key and searched; the microphone gets another one, and none that is taken.</summary>
    private static async Task ChangeInListAsync(Person person)
    {
        await PressAsync(person, "?");
        var list = person.Page.GetByTestId("shortcuts");
        await Assertions.Expect(list.GetByTestId("shortcut")).ToHaveCountAsync(10);
        await list.GetByTestId("shortcut-search").FillAsync("micro");
        await Assertions.Expect(list.GetByTestId("shortcut")).ToHaveCountAsync(1);
        var key = list.GetByTestId("shortcut-key");
        await key.ClickAsync();
        await PressAsync(person, "h");
        await Assertions.Expect(list.GetByTestId("shortcut-said")).ToContainTextAsync("H");
        await Assertions.Expect(key).ToHaveTextAsync("M");
        await key.ClickAsync();
        await PressAsync(person, "x");
        await Assertions.Expect(key).ToHaveTextAsync("X");
        await PressAsync(person, "Escape");
        await Assertions.Expect(list).ToHaveCountAsync(0);
    }

    /// <summary>The microphone is on as long as Space is down.</summary>
    private static async Task HoldToTalkAsync(Person person)
    {
        await person.Page.EvaluateAsync("() => document.activeElement.blur()");
        await person.Page.Keyboard.DownAsync("Space");
        await IsPressedAsync(person, "toggle-microphone", true);
        await person.Page.Keyboard.UpAsync("Space");
        await IsPressedAsync(person, "toggle-microphone", false);
    }

    private static Task PressAsync(Person person, string key) => person.Page.Keyboard.PressAsync(key);

    private static Task IsPressedAsync(Person person, string control, bool pressed) =>
        Assertions.Expect(person.Page.GetByTestId("bar").GetByTestId(control)).ToHaveAttributeAsync("aria-pressed", pressed ? "true" : "false");
}
