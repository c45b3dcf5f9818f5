// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using Vigil.Cli.Tests.Support;

namespace Vigil.Cli.Tests.Mirroring;

/// <summary>The mirror and its HTTP client against a real server.</summary>
public sealed class DownloadTests : IAsyncLifetime, IDisposable
{
    private readonly AuditStage _stage = new();
    private SampleLog _log = null!;
    private LogServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _log = new SampleLog(_stage["served"], 700);
        _server = await LogServer.StartAsync(_log.Folder);
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task Only_what_is_new_is_fetched_and_full_tiles_replace_partial_ones()
    {
        await _stage.GoodAsync(_server.Address);
        Assert.Equal(SampleLog.FilesOf(_log.Folder).Order(), _server.Asked.Order());
        _server.Asked.Clear();
        await _stage.GoodAsync(_server.Address);
        Assert.Equal(["checkpoint"], _server.Asked);
        _server.Asked.Clear();

        _log.GrowTo(1030);
        var run = await _stage.GoodAsync(_server.Address);
        Assert.Equal(
            ["checkpoint", "tile/0/002", "tile/0/003", "tile/0/004.p/6", "tile/1/000.p/4", "tile/entries/002", "tile/entries/003", "tile/entries/004.p/6"],
            _server.Asked.Order(StringComparer.Ordinal));
        Assert.Equal(7, run.Json.GetProperty("files_fetched").GetInt32());
        // The mirror is what a fresh download would be, and a log itself.
        using var fresh = new AuditStage();
        await fresh.GoodAsync(_server.Address);
        Assert.Equal(SampleLog.FilesOf(fresh.Mirror), SampleLog.FilesOf(_stage.Mirror));
        await fresh.GoodAsync(_stage.Mirror);
    }

    [Fact]
    public async Task A_partial_tile_that_is_gone_is_taken_from_the_full_one()
    {
        var checkpoint = await File.ReadAllBytesAsync(Path.Combine(_log.Folder, "checkpoint"));
        _log.GrowTo(1030);
        await File.WriteAllBytesAsync(Path.Combine(_log.Folder, "checkpoint"), checkpoint);
        File.Delete(Path.Combine(_log.Folder, "tile/0/002.p/188"));
        File.Delete(Path.Combine(_log.Folder, "tile/entries/002.p/188"));
        Assert.Equal(700, (await _stage.GoodAsync(_server.Address)).Json.GetProperty("entries").GetInt32());
    }

    [Fact]
    public async Task A_killed_download_goes_on_where_it_stopped()
    {
        _log.GrowTo(20_000);
        var answered = 0;
        var isStuck = new TaskCompletionSource();
        _server.Instead = async (context, _) =>
        {
            if (Interlocked.Increment(ref answered) <= 60) { return false; }
            isStuck.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        using (var killed = VigilProgram.Start("audit", _server.Address, "--state", _stage.State, "--policy", _stage.PolicyFile))
        {
            await isStuck.Task.WaitAsync(TimeSpan.FromMinutes(2));
            killed.Kill();
            await killed.WaitForExitAsync();
        }
        var whole = SampleLog.FilesOf(_stage.Mirror);
        Assert.InRange(whole.Count, 40, 60);
        _server.Instead = (_, _) => Task.FromResult(false);
        _server.Asked.Clear();
        var run = await _stage.GoodAsync(_server.Address);
        Assert.Empty(_server.Asked.Intersect(whole));
        Assert.Equal(whole.Count, run.Json.GetProperty("files_reused").GetInt32());
        Assert.Equal(20_000, run.Json.GetProperty("entries").GetInt32());
    }

    [Fact]
    public async Task A_folder_that_rotted_is_mended_and_the_log_not_accused()
    {
        await _stage.GoodAsync(_server.Address);
        foreach (var name in new[] { "tile/0/001", "tile/entries/000" })
        {
            var file = Path.Combine(_stage.Mirror, name);
            await FlipAsync(file);
            await _stage.GoodAsync(_server.Address);
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(_log.Folder, name)), await File.ReadAllBytesAsync(file));
        }
    }

    [Fact]
    public async Task An_outgrown_tile_that_rotted_here_accuses_nobody_but_a_served_one_does()
    {
        await _stage.GoodAsync(_server.Address);
        _log.GrowTo(1030);
        const string outgrown = "tile/0/002.p/188";
        var here = Path.Combine(_stage.Mirror, outgrown);
        var served = Path.Combine(_log.Folder, outgrown);
        await FlipAsync(here);
        await _stage.GoodAsync(_server.Address);
        Assert.False(File.Exists(here));

        File.Copy(served, here);
        await FlipAsync(here);
        await FlipAsync(served);
        await _stage.RefusedAsync(_server.Address, "tile_damaged");
        File.Delete(served);
        await _stage.GoodAsync(_server.Address);
    }

    [Fact]
    public async Task Refetch_looks_at_what_is_served_today()
    {
        await _stage.GoodAsync(_server.Address);
        await FlipAsync(Path.Combine(_log.Folder, "tile/0/000"));
        await _stage.GoodAsync(_server.Address);
        var run = await _stage.AuditAsync(_server.Address, "--refetch");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(["tile_damaged"], run.Codes);
    }

    [Fact]
    public async Task Missing_files_refuse_the_log_and_a_size_made_up_does_not_fill_the_disk()
    {
        File.Delete(Path.Combine(_log.Folder, "tile/entries/001"));
        var run = await _stage.RefusedAsync(_server.Address, "tile_missing");
        Assert.Equal("tile/entries/001", run.Json.GetProperty("findings")[0].GetProperty("tile").GetString());

        _server.Asked.Clear();
        await File.WriteAllBytesAsync(Path.Combine(_log.Folder, "checkpoint"), SampleLog.Checkpoint(_log.Head with { Size = 1UL << 60 }, DateTimeOffset.UtcNow));
        using var fresh = new AuditStage();
        Assert.Equal(1, (await fresh.AuditAsync(_server.Address)).ExitCode);
        Assert.InRange(_server.Asked.Count, 100, 400);
    }

    [Fact]
    public async Task Files_without_end_are_cut_off()
    {
        _server.Instead = async (context, name) =>
        {
            if (name != "tile/0/001") { return false; }
            var noise = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested) { await context.Response.Body.WriteAsync(noise); }
            return true;
        };
        var run = await _stage.RefusedAsync(_server.Address, "tile_damaged");
        Assert.Contains("WrongLength", run.Json.GetProperty("findings")[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.InRange(new FileInfo(Path.Combine(_stage.Mirror, "tile/0/001")).Length, 1, 8193);
    }

    [Fact]
    public async Task Redirects_stay_on_the_server()
    {
        _server.Instead = (context, name) =>
        {
            if (name != "tile/0/000") { return Task.FromResult(false); }
            context.Response.Headers.Location = "/log/tile/0/000";
            return Task.FromResult(Status(context, StatusCodes.Status302Found));
        };
        // It points at itself: a loop.
        await AssertUncheckedAsync("more than 3 redirects");
        _server.Instead = (context, name) => RedirectAsync(context, name, "/moved/");
        await _stage.GoodAsync(_server.Address);

        await using var other = await LogServer.StartAsync(_log.Folder);
        _server.Instead = (context, name) => RedirectAsync(context, name, other.Host + "/log/");
        using var fresh = new AuditStage();
        var run = await fresh.AuditAsync(_server.Address);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("redirects to another server", run.Json.GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Empty(other.Asked);
    }

    [Fact]
    public async Task Passing_trouble_is_waited_for_and_lasting_trouble_is_told()
    {
        var times = 0;
        _server.Instead = (context, name) => Task.FromResult(name == "tile/1/000.p/2" && Interlocked.Increment(ref times) == 1 && Status(context, 503));
        await _stage.GoodAsync(_server.Address);
        Assert.Equal(2, times);
        _server.Instead = (context, _) => Task.FromResult(Status(context, 503));
        await AssertUncheckedAsync("503 ServiceUnavailable (4 tries)");
        _server.Instead = (context, _) => Task.FromResult(Status(context, 403));
        await AssertUncheckedAsync("403 Forbidden");
        _server.Instead = (context, _) => Task.FromResult(Status(context, 404));
        await AssertUncheckedAsync("it is not a log's address");
        _server.Instead = (context, _) =>
        {
            context.Response.Headers.ContentEncoding = "br";
            return Task.FromResult(Status(context, 200));
        };
        await AssertUncheckedAsync("in a form that nobody asked for");
        await _server.DisposeAsync();
        await AssertUncheckedAsync("checkpoint:");
    }

    [Fact]
    public async Task A_log_may_compress_on_the_way_and_gains_nothing_by_it()
    {
        _server.Instead = (context, name) => CompressedAsync(context, File.Exists(Path.Combine(_server.Folder, name)) ? File.ReadAllBytes(Path.Combine(_server.Folder, name)) : null);
        await _stage.GoodAsync(_server.Address);

        // A hundred kilobytes on the way, a hundred million bytes for who reads to the end.
        File.Delete(Path.Combine(_stage.Mirror, "tile/0/000"));
        _server.Instead = async (context, name) => name == "tile/0/000" && await CompressedAsync(context, new byte[100_000_000]);
        var run = await _stage.RefusedAsync(_server.Address, "tile_damaged");
        Assert.Contains("tile/0/000: WrongLength", run.Output, StringComparison.Ordinal);
    }

    private static async Task<bool> CompressedAsync(HttpContext context, byte[]? bytes)
    {
        if (bytes is null) { return false; }
        Assert.Equal("gzip", context.Request.Headers.AcceptEncoding);
        context.Response.Headers.ContentEncoding = "gzip";
        await using var stream = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
        // Whoever has enough closes the connection.
        try { await stream.WriteAsync(bytes, context.RequestAborted); }
        catch (OperationCanceledException) { }
        return true;
    }

    private async Task AssertUncheckedAsync(string problem)
    {
        var run = await _stage.AuditAsync(_server.Address);
        Assert.True(run.ExitCode == 2, run.Text);
        Assert.Equal("unchecked", run.Json.GetProperty("verdict").GetString());
        Assert.Contains(problem, run.Json.GetProperty("problem").GetString(), StringComparison.Ordinal);
    }

    private static async Task FlipAsync(string file)
    {
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[99] ^= 4;
        await File.WriteAllBytesAsync(file, bytes);
    }

    private static bool Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return true;
    }

    private async Task<bool> RedirectAsync(HttpContext context, string name, string to)
    {
        if (name.StartsWith("/moved/", StringComparison.Ordinal))
        {
            await context.Response.Body.WriteAsync(await File.ReadAllBytesAsync(Path.Combine(_log.Folder, name["/moved/".Length..])));
            return true;
        }
        context.Response.Headers.Location = to + name;
        return Status(context, StatusCodes.Status307TemporaryRedirect);
    }
}
