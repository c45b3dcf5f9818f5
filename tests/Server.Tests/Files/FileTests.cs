// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vigil.Server.Tests.Support;

namespace Vigil.Server.Tests.Files;

/// <summary>Files of a meeting over real sockets: who may put and get what, how much, and for how long.</summary>
public class FileTests
{
    private const int Piece = (256 * 1024) + 16;
    private const long MiB = 1 << 20;

    [Fact]
    public async Task What_was_put_is_got_piece_by_piece_by_whoever_has_the_token()
    {
        await using var stage = await Stage.OpenAsync();
        var file = await CreateAsync(stage.Host, Piece + 100, 2);
        var (first, last) = (RandomNumberGenerator.GetBytes(Piece), RandomNumberGenerator.GetBytes(100));
        Assert.Equal("piece_not_found", (await GetAsync(stage, file, 0)).Code);
        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync(stage, file, 1, last)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync(stage, file, 0, first)).Status);

        Assert.Equal(first, (await GetAsync(stage, file, 0)).Body);
        Assert.Equal(last, (await GetAsync(stage, file, 1)).Body);
        Assert.Equal("piece_exists", (await PutAsync(stage, file, 1, last)).Code);
        Assert.Equal(last, (await GetAsync(stage, file, 1)).Body);
    }

    [Fact]
    public async Task An_empty_file_is_one_empty_piece()
    {
        await using var stage = await Stage.OpenAsync();
        var file = await CreateAsync(stage.Host, 16, 1);
        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync(stage, file, 0, new byte[16])).Status);
        Assert.Equal(new byte[16], (await GetAsync(stage, file, 0)).Body);
    }

    [Fact]
    public async Task The_reading_token_does_not_write_and_the_other_way_round()
    {
        await using var stage = await Stage.OpenAsync();
        var file = await CreateAsync(stage.Host, 20, 1);
        var swapped = file with { Token = file.Upload, Upload = file.Token };
        var guessed = file with { Token = Random(32), Upload = Random(32) };
        var body = new byte[20];
        foreach (var wrong in new[] { swapped, guessed, file with { Token = "", Upload = "" }, file with { Token = file.Token + "A", Upload = file.Upload + "A" } })
        {
            Assert.Equal("bad_token", (await PutAsync(stage, wrong, 0, body)).Code);
            Assert.Equal("bad_token", (await GetAsync(stage, wrong, 0)).Code);
        }
        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync(stage, file, 0, body)).Status);
        Assert.Equal("bad_token", (await GetAsync(stage, swapped, 0)).Code);
        using var bare = await stage.Server.Http.GetAsync($"/api/files/{file.Id}/0");
        Assert.Equal(HttpStatusCode.Unauthorized, bare.StatusCode);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("01")]
    [InlineData("1.0")]
    [InlineData("0x1")]
    [InlineData("%201")]
    [InlineData("4294967296")]
    [InlineData("one")]
    public async Task There_are_no_other_pieces(string piece)
    {
        await using var stage = await Stage.OpenAsync();
        var file = await CreateAsync(stage.Host, Piece + 20, 2);
        var (put, get) = (await PutAsync(stage, file, piece, new byte[20]), await GetAsync(stage, file, piece));
        Assert.All([put, get], answer => Assert.Equal(HttpStatusCode.NotFound, answer.Status));
        Assert.Empty(FilesOnDisk(stage.Server));
    }

    [Theory]
    [InlineData(19, false, "malformed")]
    [InlineData(19, true, "malformed")]
    [InlineData(21, false, "too_large")]
    [InlineData(21, true, "too_large")]
    [InlineData(0, false, "malformed")]
    public async Task A_piece_has_the_size_that_the_file_gives_it(int size, bool chunked, string code)
    {
        await using var stage = await Stage.OpenAsync();
        var file = await CreateAsync(stage.Host, 20, 1);
        Assert.Equal(code, (await PutAsync(stage, file, 0, new byte[size], chunked)).Code);
        Assert.Empty(FilesOnDisk(stage.Server));
        // It left nothing, and the right one is taken.
        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync(stage, file, 0, new byte[20], chunked)).Status);
    }

    [Fact]
    public async Task An_upload_that_breaks_off_can_be_made_again()
    {
        await using var stage = await Stage.OpenAsync();
        var file = await CreateAsync(stage.Host, 5000, 1);
        using (var socket = new TcpClient(AddressFamily.InterNetwork))
        {
            await socket.ConnectAsync(IPAddress.Loopback, stage.Server.Address.Port);
            var head = $"PUT /api/files/{file.Id}/0 HTTP/1.1\r\nHost: {stage.Server.Address.Authority}\r\nAuthorization: Bearer {file.Upload}\r\nContent-Length: 5000\r\n\r\n";
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + "only a beginning"));
            await UntilAsync(() => FilesOnDisk(stage.Server).Length == 1);
            Assert.Equal("piece_exists", (await PutAsync(stage, file, 0, new byte[5000])).Code);
        }
        await UntilAsync(() => FilesOnDisk(stage.Server).Length == 0);
        await UntilAsync(async () => (await PutAsync(stage, file, 0, new byte[5000])).Status == HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task With_the_last_one_who_leaves_the_files_are_gone()
    {
        await using var stage = await Stage.OpenAsync();
        var second = await stage.MemberAsync(0, stage.Host);
        var file = await CreateAsync(second, 20, 1);
        await PutAsync(stage, file, 0, new byte[20]);
        _ = (await second.AskAsync("leave")).Ok;
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(stage, file, 0)).Status);
        _ = (await stage.Host.AskAsync("leave")).Ok;
        Assert.Equal("file_not_found", (await GetAsync(stage, file, 0)).Code);
        Assert.Equal("file_not_found", (await PutAsync(stage, file, 0, new byte[20])).Code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(stage.Server.DataFolder, "files")));
    }

    [Fact]
    public async Task What_an_earlier_process_left_is_gone_at_the_start()
    {
        using var folder = new TempFolder();
        folder.Write(Path.Combine("data", "files", "00ff", "0"), "left by a crash");
        await using var server = await TestServer.StartAsync(data: Path.Combine(folder.Path, "data"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(server.DataFolder, "files")));
    }

    [Fact]
    public async Task Files_are_for_the_servers_account_alone_and_have_no_names()
    {
        await using var stage = await Stage.OpenAsync();
        var file = await CreateAsync(stage.Host, 20, 1);
        await PutAsync(stage, file, 0, new byte[20]);
        var path = Assert.Single(FilesOnDisk(stage.Server));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        var folder = Path.GetDirectoryName(path)!;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Assert.Matches("^[0-9a-f]{32}/0$", Path.GetRelativePath(Path.Combine(stage.Server.DataFolder, "files"), path));
    }

    [Theory]
    [InlineData(50 * MiB, null)]
    [InlineData((50 * MiB) + 1, "at most 50 MiB")]
    public async Task A_file_has_at_most_50_MiB(long plain, string? refusal) => await AssertRoomAsync([plain], refusal);

    [Fact]
    public async Task A_meeting_has_500_MiB() => await AssertRoomAsync([.. Enumerable.Repeat((50 * MiB) - (16 * 200), 10), 1], "500 MiB");

    [Fact]
    public async Task A_meeting_has_500_files() => await AssertRoomAsync([.. Enumerable.Repeat(1L, 501)], "500 files");

    [Fact]
    public async Task The_servers_room_is_for_all_meetings_and_comes_back()
    {
        await using var stage = await Stage.OpenAsync(filesLimit: Piece);
        Assert.Equal("no_room", (await AskAsync(stage.Host, Piece + 17, 2)).Code);
        _ = await CreateAsync(stage.Host, Piece, 1);
        var other = await stage.Server.CreateMeetingAsync();
        await using var host = await (await TestClient.ConnectAsync(stage.Server, other)).CreateGroupAsync([.. other.Id.Span, .. new byte[16]]);
        var refused = await AskAsync(host, 16, 1);
        Assert.Contains("the server's room", refused.Error.GetProperty("message").GetString(), StringComparison.Ordinal);
        _ = (await stage.Host.AskAsync("leave")).Ok;
        _ = (await AskAsync(host, 16, 1)).Ok;
    }

    [Fact]
    public async Task The_disk_keeps_room_for_log_and_database()
    {
        var free = (256 * MiB) + Piece + 10;
        await using var stage = await Stage.OpenAsync(freeDisk: () => free);
        _ = await CreateAsync(stage.Host, Piece, 1);
        // The disk still says the same, but what was promised is not there for others.
        var refused = await AskAsync(stage.Host, 26, 1);
        Assert.Equal("no_room", refused.Code);
        Assert.Contains("disk", refused.Error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Room_that_nobody_fills_comes_back_after_a_while()
    {
        await using var stage = await Stage.OpenAsync(filesLimit: Piece);
        var file = await CreateAsync(stage.Host, Piece, 1);
        stage.Server.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("no_room", (await AskAsync(stage.Host, Piece, 1)).Code);
        stage.Server.Time.Advance(TimeSpan.FromSeconds(1));
        var next = await CreateAsync(stage.Host, Piece, 1);
        Assert.Equal("file_not_found", (await PutAsync(stage, file, 0, new byte[Piece])).Code);

        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync(stage, next, 0, new byte[Piece])).Status);
        stage.Server.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal("no_room", (await AskAsync(stage.Host, Piece, 1)).Code);
    }

    [Fact]
    public async Task Whoever_was_to_fill_the_room_gives_it_back_and_nobody_else_can()
    {
        await using var stage = await Stage.OpenAsync(filesLimit: Piece);
        var file = await CreateAsync(stage.Host, Piece, 1);
        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync(stage, file, 0, new byte[Piece])).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, await DeleteAsync(stage, file.Id, file.Token));
        Assert.Equal(HttpStatusCode.NotFound, await DeleteAsync(stage, Random(16), file.Upload));
        Assert.Equal("no_room", (await AskAsync(stage.Host, Piece, 1)).Code);

        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(stage, file.Id, file.Upload));
        Assert.Equal("file_not_found", (await GetAsync(stage, file, 0)).Code);
        Assert.Equal(HttpStatusCode.NotFound, await DeleteAsync(stage, file.Id, file.Upload));
        _ = await CreateAsync(stage.Host, Piece, 1);
    }

    private static async Task<HttpStatusCode> DeleteAsync(Stage stage, string file, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"/api/files/{file}") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using var response = await stage.Server.Http.SendAsync(request);
        return response.StatusCode;
    }

    [Theory]
    [InlineData(16, 2)]
    [InlineData(0, 0)]
    [InlineData(-16, -1)]
    public async Task Pieces_that_do_not_make_the_bytes_are_malformed(long bytes, int pieces)
    {
        await using var stage = await Stage.OpenAsync();
        Assert.Equal("malformed", (await AskAsync(stage.Host, bytes, pieces)).Code);
    }

    [Fact]
    public async Task Only_members_get_room()
    {
        await using var stage = await Stage.OpenAsync();
        Assert.Equal("wrong_state", (await AskAsync(await stage.GuestAsync(), 16, 1)).Code);
    }

    private sealed record Created(string Id, string Token, string Upload);

    private sealed record Reply(HttpStatusCode Status, byte[] Body)
    {
        public string? Code => Status is HttpStatusCode.OK or HttpStatusCode.NoContent ? null
            : JsonElement.Parse(Body).GetProperty("error").GetProperty("code").GetString();
    }

    /// <summary>All but the last are taken; the last is refused with these words, or taken, too.</summary>
    private static async Task AssertRoomAsync(long[] plainSizes, string? refusal)
    {
        await using var stage = await Stage.OpenAsync(freeDisk: () => long.MaxValue);
        Answer answer = null!;
        for (var i = 0; i < plainSizes.Length; i++)
        {
            stage.Server.Time.Advance(TimeSpan.FromMilliseconds(10));
            var pieces = (int)((plainSizes[i] + (256 * 1024) - 1) / (256 * 1024));
            answer = await AskAsync(stage.Host, plainSizes[i] + (16L * pieces), pieces);
            if (i < plainSizes.Length - 1) { _ = answer.Ok; }
        }
        if (refusal is null) { _ = answer.Ok; return; }
        Assert.Equal("no_room", answer.Code);
        Assert.Contains(refusal, answer.Error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private static Task<Answer> AskAsync(TestClient client, long bytes, int pieces) => client.AskAsync("file.create", new { bytes, pieces });

    private static async Task<Created> CreateAsync(TestClient client, long bytes, int pieces)
    {
        var made = (await AskAsync(client, bytes, pieces)).Ok;
        return new Created(made.GetProperty("file").GetString()!, made.GetProperty("token").GetString()!, made.GetProperty("upload").GetString()!);
    }

    private static Task<Reply> PutAsync(Stage stage, Created file, int piece, byte[] body, bool chunked = false) =>
        PutAsync(stage, file, piece.ToString(CultureInfo.InvariantCulture), body, chunked);

    private static Task<Reply> GetAsync(Stage stage, Created file, int piece) => GetAsync(stage, file, piece.ToString(CultureInfo.InvariantCulture));

    private static async Task<Reply> PutAsync(Stage stage, Created file, string piece, byte[] body, bool chunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/files/{file.Id}/{piece}") { Content = new ByteArrayContent(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", file.Upload);
        request.Headers.TransferEncodingChunked = chunked;
        return await SendAsync(stage, request);
    }

    private static async Task<Reply> GetAsync(Stage stage, Created file, string piece)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/files/{file.Id}/{piece}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", file.Token);
        return await SendAsync(stage, request);
    }

    private static async Task<Reply> SendAsync(Stage stage, HttpRequestMessage request)
    {
        using var response = await stage.Server.Http.SendAsync(request);
        return new Reply(response.StatusCode, await response.Content.ReadAsByteArrayAsync());
    }

    private static string[] FilesOnDisk(TestServer server) =>
        Directory.GetFiles(Path.Combine(server.DataFolder, "files"), "*", SearchOption.AllDirectories);

    private static string Random(int length) => TestMeeting.Text(RandomNumberGenerator.GetBytes(length));

    private static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await condition()) { await Task.Delay(10, patience.Token); }
    }
}
