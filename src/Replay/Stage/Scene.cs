// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using Vigil.Replay.Browsers;
using Vigil.Sfu;

namespace Vigil.Replay.Stage;

/// <summary>What stands ready for one scenario. Everything that it opens here is put away behind it.</summary>
internal sealed class Scene(ReplayOptions options, Chromium? chromium) : IAsyncDisposable
{
    private readonly List<House> opened = [];
    private readonly List<Auditor> auditors = [];

    public ReplayOptions Options => options;

    /// <summary>The visited server if an address was given, else one of our own.</summary>
    public async Task<House> HouseAsync() => options.Url is null ? await OwnHouseAsync() : Keep(new VisitedHouse(options));

    /// <summary>A fresh server with staff, its clock and its memory in reach; where it is to be audited, a clock that begins so long <paramref name="ago"/>.</summary>
    public async Task<OwnHouse> OwnHouseAsync(Action<JsonNode>? policy = null, IPacketTap? tap = null, TimeSpan ago = default) =>
        Keep(await OwnHouse.OpenAsync(new HouseOptions(options.Web, policy, tap, ago)));

    /// <summary>Somebody outside who audits this house from now on.</summary>
    public async Task<Auditor> AuditorAsync(House house)
    {
        var auditor = await Auditor.OfAsync(house, options.Vigil);
        auditors.Add(auditor);
        return auditor;
    }

    /// <summary>Somebody at a browser of their own.</summary>
    public Task<Person> SitDownAsync(string name) =>
        (chromium ?? throw new InvalidOperationException("this scenario did not say that it needs browsers")).SitDownAsync(name);

    /// <summary>Runs <c>vigil</c> with these arguments, as anybody outside would type them.</summary>
    public Task<Printout> VigilAsync(params string[] arguments) => options.Vigil(arguments);

    public async ValueTask DisposeAsync()
    {
        if (chromium is not null) { await chromium.EverybodyLeavesAsync(); }
        foreach (var house in opened) { await house.DisposeAsync(); }
        foreach (var auditor in auditors) { auditor.Dispose(); }
    }

    private T Keep<T>(T house) where T : House
    {
        opened.Add(house);
        return house;
    }
}

/// <summary>What a command printed, what it complained of, and how it ended.</summary>
internal sealed record Printout(int ExitCode, string Text, string Complaints);
