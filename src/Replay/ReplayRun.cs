// SPDX-License-Identifier: Apache-2.0
using Vigil.Replay.Browsers;
using Vigil.Replay.Stage;
using Vigil.Replay.Telling;

namespace Vigil.Replay;

/// <summary>Plays the acts one after the other, each on a scene of its own.</summary>
internal sealed class ReplayRun(ReplayOptions options, IAudience audience)
{
    /// <summary>Nothing here takes as long: a play that hangs is one that failed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <exception cref="ReplayException">the options name something that is not there</exception>
    public async Task<IReadOnlyList<Verdict>> PlayAsync()
    {
        var acts = Case.Choose(options.Only);
        var verdicts = new List<Verdict>();
        await using var chromium = options.Given.HasFlag(Means.Browsers) ? new Chromium(options.Chromium) : null;
        foreach (var act in acts)
        {
            audience.Begins(act);
            var verdict = await PlayAsync(act, chromium);
            verdicts.Add(verdict);
            audience.Ends(verdict);
        }
        return verdicts;
    }

    private async Task<Verdict> PlayAsync(Scenario act, Chromium? chromium)
    {
        var lacking = act.Needs & ~options.Given;
        if (lacking != Means.None) { return new(act, Outcome.NotPlayed, [], [], TimeSpan.Zero, Lacks(lacking)); }
        var story = new Story(audience.Hears, options.StopsWhenBroken);
        var watch = Story.Watch();
        try
        {
            await using var scene = new Scene(options, chromium);
            await act.PlayAsync(scene, story).WaitAsync(Patience);
            return story.End(act, watch());
        }
        catch (StoryBrokenException)
        {
            return story.End(act, watch());
        }
#pragma warning disable CA1031 // A play that breaks down has shown nothing, whatever broke: it is told as failed, and the next act is played.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new(act, Outcome.Failed, story.Attempts, story.Open, watch(), $"the play broke down: {e.Message}");
        }
    }

    private static string Lacks(Means lacking) => "needs " + string.Join(", ", Enum.GetValues<Means>().Where(means => means != Means.None && lacking.HasFlag(means)).Select(Words));

    private static string Words(Means means) => means switch
    {
        Means.Staff => "keys of its staff (--staff)",
        Means.OwnServer => "a server of its own (no --url)",
        Means.Browsers => "Chromium (--chromium)",
        _ => throw new ArgumentOutOfRangeException(nameof(means)),
    };
}

/// <summary>Who watches the play.</summary>
internal interface IAudience
{
    public void Begins(Scenario act);

    public void Hears(Attempt attempt);

    public void Ends(Verdict verdict);
}
