// SPDX-License-Identifier: Apache-2.0
using Microsoft.Playwright;
using Vigil.Replay.Stage;

namespace Vigil.EndToEnd.Stage;

/// <summary>The desk in one browser, at which one member of staff sits after the other, each with their own security key.</summary>
internal sealed class StaffDesk : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly OwnHouse office;
    private readonly Authenticators keys;
    private string? key;

    private StaffDesk(OwnHouse office, Person person, Authenticators keys) => (this.office, Person, this.keys) = (office, person, keys);

    public Person Person { get; }

    public IPage Page => Person.Page;

    public static async Task<StaffDesk> OpenAsync(OwnHouse office, IBrowser browser)
    {
        var person = await Person.SitDownAsync(browser, "Staff");
        return new StaffDesk(office, person, await Authenticators.PlugInAsync(person.Page));
    }

    public async Task SitDownAsync(string member)
    {
        if (key is not null)
        {
            await keys.UnplugAsync(key);
            await Page.GetByTestId("desk-sign-out").ClickAsync();
        }
        else { await Page.GotoAsync(office.Url + "/desk"); }
        await Person.InStateAsync("desk-out");
        key = await keys.AddAsync("usb");
        await keys.HoldAsync(key, office.Staff[member]);
        // By keyboard, as all of it can be.
        await Page.GetByTestId("desk-sign-in").FocusAsync();
        await Page.Keyboard.PressAsync("Enter");
        await Person.InStateAsync("desk-in");
        await Assertions.Expect(Page.Locator("h1")).ToHaveTextAsync($"Desk of {member}");
    }

    /// <summary>Opens the form and chooses an action; the rest is for the caller.</summary>
    public async Task BeginAsync(string action, string subject, string ground = "safety:imminent-harm", string? evidence = null)
    {
        await Page.GetByTestId("propose").ClickAsync();
        await Page.GetByTestId("propose-action").SelectOptionAsync(action);
        await Page.GetByTestId("propose-subject").FillAsync(subject);
        await Page.GetByTestId("propose-ground").SelectOptionAsync(ground);
        await Page.GetByTestId("add-evidence").ClickAsync();
        await Page.GetByTestId("evidence-hash").FillAsync((evidence ?? office.EvidenceAgainst(subject))["E1:".Length..]);
        await Page.GetByTestId("propose-reviewer").SelectOptionAsync("ann");
    }

    public async Task GiveReasonsAsync()
    {
        await Page.GetByTestId("case-facts").FillAsync("Somebody was threatened with a knife in front of the camera.");
        await Page.GetByTestId("case-explanation").FillAsync("Threats of violence are against the terms.");
    }

    public async Task ProposeAsync()
    {
        await Page.GetByTestId("propose-show").ClickAsync();
        await SignAsync("Proposed");
    }

    /// <summary>Each of them reads the newest proposal and approves it.</summary>
    public async Task ApproveAsync(params string[] members)
    {
        foreach (var member in members)
        {
            await SitDownAsync(member);
            await Page.GetByTestId("approve").First.ClickAsync();
            await SignAsync(member == members[^1] ? "Approved and authorised" : "Your approval is kept");
        }
    }

    public async Task SignAsync(string news)
    {
        await Page.GetByTestId("sign").ClickAsync();
        await Assertions.Expect(Page.GetByTestId("sign-dialog")).ToHaveCountAsync(0);
        await Assertions.Expect(Page.GetByTestId("desk-news")).ToContainTextAsync(news);
    }

    /// <summary>Signs what will be refused, and gives the reasons that are shown.</summary>
    public async Task<IReadOnlyList<string>> SignInVainAsync()
    {
        await Page.GetByTestId("sign").ClickAsync();
        var reasons = Page.GetByTestId("sign-dialog").GetByTestId("reasons").Locator("li");
        await Assertions.Expect(reasons.First).ToBeVisibleAsync();
        return await reasons.EvaluateAllAsync<string[]>("all => all.map(one => one.dataset.reason)");
    }

    public async Task PutAwayAsync()
    {
        await Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(Page.Locator("dialog")).ToHaveCountAsync(0);
    }

    /// <summary>The newest order is in this state as soon as the server has looked at its clock.</summary>
    public async Task SeesOrderAsync(string state)
    {
        var end = DateTime.UtcNow + Patience;
        while (await Page.GetByTestId("order").First.GetAttributeAsync("data-state") != state && DateTime.UtcNow < end)
        {
            await Page.RunAndWaitForResponseAsync(() => Page.GetByTestId("refresh").ClickAsync(), response => response.Url.EndsWith("/api/staff", StringComparison.Ordinal));
        }
        await Assertions.Expect(Page.GetByTestId("order").First).ToHaveAttributeAsync("data-state", state);
    }

    public async ValueTask DisposeAsync()
    {
        await keys.DisposeAsync();
        await Person.DisposeAsync();
    }
}
