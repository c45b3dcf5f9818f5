// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Vigil.Server.Tests.Support;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Keys;
using Vigil.Tlog.Merkle;
using Vigil.Tlog.Notes;
using Vigil.Tlog.Witnessing;

namespace Vigil.Server.Tests.Log;

/// <summary>The server as a witness, over HTTP: C2SP tlog-witness.</summary>
public class WitnessTests
{
    private static readonly LogViews View = new("honest");
    private static readonly LogViews Other = new("another");
    private static readonly string OriginHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(LogViews.Origin)));

    [Fact]
    public async Task It_cosigns_what_extends_what_it_has_seen()
    {
        using var folder = new TempFolder();
        await using var server = await StartAsync(folder);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(server)).Status);
        foreach (var (from, to) in new[] { (0, 0), (0, 5), (5, 5), (5, 300), (300, 600) })
        {
            var (status, body, type) = await PostAsync(server, View.Request(from, to));
            Assert.Equal((HttpStatusCode.OK, "text/plain; charset=utf-8"), (status, type));
            AssertCosigned(server, LogViews.Note(View.Head(to)), body);
            var (_, latest) = await GetAsync(server);
            Assert.True(SignedNote.TryParse(Encoding.UTF8.GetBytes(latest), out var note, out _));
            Assert.True(NoteVerification.TryVerify(note!, [LogViews.Signer.Key, server.PublicLog.Cosigner.Key], out var verified, out _));
            Assert.Equal(2, verified.Count);
        }
    }

    [Fact]
    public async Task It_refuses_with_the_status_of_the_specification()
    {
        using var folder = new TempFolder();
        await using var server = await StartAsync(folder);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(server, View.Request(0, 300))).Status);

        (string Name, byte[] Body, int Status)[] table =
        [
            ("not such a body", "hello"u8.ToArray(), 400),
            ("too long", new byte[WitnessRequest.MaxBytes + 1], 400),
            ("nothing", [], 400),
            ("no checkpoint", Body(300, [], LogViews.Signer.SignNote("one line\n"u8)), 400),
            ("unknown origin", Body(0, [], new NoteSigner("unknown.example/log", Key(1)).SignNote(new Checkpoint("unknown.example/log", View.Head(5)).ToBytes())), 404),
            ("another key under the origin", Body(300, View.Proof(300, 400), new NoteSigner(LogViews.Origin, Key(1)).SignNote(new Checkpoint(LogViews.Origin, View.Head(400)).ToBytes())), 403),
            ("signature of another text", Body(300, View.Proof(300, 400), SignedNote.Create(new Checkpoint(LogViews.Origin, View.Head(400)).ToBytes(), LogViews.Note(View.Head(401)).Signatures)), 403),
            ("old above the checkpoint", Body(301, [], LogViews.Note(View.Head(300))), 400),
            ("old is not ours", View.Request(200, 400), 409),
            ("old 0 after the first", View.Request(0, 400), 409),
            ("rolled back", View.Request(100, 200), 409),
            ("wrong proof", Body(300, View.Proof(300, 401), LogViews.Note(View.Head(400))), 422),
            ("no proof", Body(300, [], LogViews.Note(View.Head(400))), 422),
            ("proof where none belongs", Body(300, View.Proof(300, 400), LogViews.Note(View.Head(300))), 422),
            ("same size, another tree", Body(300, [], LogViews.Note(Other.Head(300))), 422),
            ("another history", Body(300, Other.Proof(300, 400), LogViews.Note(Other.Head(400))), 422),
            ("size 0 with a root", Body(0, [], LogViews.Signer.SignNote(Encoding.UTF8.GetBytes($"{LogViews.Origin}\n0\n{View.Head(5).Root}\n"))), 422),
        ];
        foreach (var (name, body, expected) in table)
        {
            var (status, answer, type) = await PostAsync(server, body);
            Assert.True(expected == (int)status, $"{name}: {(int)status}");
            if (expected == 409) { Assert.Equal(("300\n", "text/x.tlog.size"), (answer, type)); }
            Assert.DoesNotContain("\u2014", answer, StringComparison.Ordinal);
        }
        // Nothing of it moved the witness.
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(server, View.Request(300, 600))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Http.GetAsync("/witness/00/checkpoint")).StatusCode);
    }

    [Fact]
    public async Task It_remembers_after_a_restart()
    {
        using var folder = new TempFolder();
        await using (var server = await StartAsync(folder)) { Assert.Equal(HttpStatusCode.OK, (await PostAsync(server, View.Request(0, 300))).Status); }
        await using var again = await StartAsync(folder);
        Assert.Equal((HttpStatusCode.Conflict, "300\n"), await PostAsync(again, Other.Request(0, 400)) is var answer ? (answer.Status, answer.Body) : default);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(again)).Status);
    }

    [Fact]
    public async Task It_does_not_start_with_a_damaged_memory()
    {
        using var folder = new TempFolder();
        await using (var server = await StartAsync(folder)) { await PostAsync(server, View.Request(0, 300)); }
        var file = Path.Combine(folder.Path, "data", "witness", OriginHash, "checkpoint");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\n300\n", "\n299\n", StringComparison.Ordinal));
        var refusal = await Assert.ThrowsAsync<Vigil.Server.Serving.StartException>(() => StartAsync(folder));
        Assert.Contains(file, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_stored_is_not_cosigned()
    {
        using var folder = new TempFolder();
        var files = new RecordingFiles();
        await using var server = await StartAsync(folder, files);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(server, View.Request(0, 300))).Status);
        foreach (var step in new[] { "write", "rename", "sync" })
        {
            files.Fault = (what, path) => what == step && path.Contains(OriginHash, StringComparison.Ordinal) ? new IOException("No space left on device") : null;
            var (status, body, _) = await PostAsync(server, View.Request(300, 400));
            Assert.Equal((HttpStatusCode.ServiceUnavailable, ""), (status, body));
        }
        files.Fault = null;
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(server, View.Request(300, 400))).Status);
    }

    [Fact]
    public async Task Of_many_requests_at_once_one_history_comes_out()
    {
        using var folder = new TempFolder();
        await using var server = await StartAsync(folder);
        var bodies = Enumerable.Range(1, 40).Select(size => (size % 2 == 0 ? View : Other).Request(0, size)).ToArray();
        var answers = await Task.WhenAll(bodies.Select(body => PostAsync(server, body)));
        // All of them begin at 0: one was first, the others came too late.
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(39, answers.Count(answer => answer.Status == HttpStatusCode.Conflict));
    }

    private static byte[] Body(ulong old, TreeHash[] proof, SignedNote note) => new WitnessRequest(old, proof, note).ToBytes();

    private static Ed25519Signer Key(byte number) => Ed25519Signer.FromSeed(Enumerable.Repeat(number, 32).ToArray());

    private static void AssertCosigned(TestServer server, SignedNote note, string lines)
    {
        Assert.True(SignedNote.TryParseSignatures(Encoding.UTF8.GetBytes(lines), out var signatures, out _));
        Assert.True(NoteVerification.TryVerify(note.With(signatures), [server.PublicLog.Cosigner.Key], out var verified, out var problem), problem.ToString());
        Assert.Equal(server.Now, verified.Single().Time);
    }

    private static Task<TestServer> StartAsync(TempFolder folder, RecordingFiles? files = null) => TestServer.StartAsync(
        Path.Combine(folder.Path, "data"),
        publicLog: new TestLog
        {
            WitnessLogs = folder.Write("witness-logs", $"# who we are a witness for\n\n{LogViews.Signer.Key}\n"),
            Seams = files is null ? null : new Vigil.Server.Log.LogSeams { Files = files },
        });

    private static async Task<(HttpStatusCode Status, string Body, string? Type)> PostAsync(TestServer server, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        using var response = await server.Http.PostAsync("/witness/add-checkpoint", content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.ToString());
    }

    private static async Task<(HttpStatusCode Status, string Body)> GetAsync(TestServer server)
    {
        using var response = await server.Http.GetAsync($"/witness/{OriginHash}/checkpoint");
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
