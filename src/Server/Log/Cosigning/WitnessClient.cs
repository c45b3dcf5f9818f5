// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text;
using Vigil.Server.Log.Files;
using Vigil.Tlog.Notes;
using Vigil.Tlog.Policies;
using Vigil.Tlog.Witnessing;

namespace Vigil.Server.Log.Cosigning;

/// <summary>One witness of the policy, as the log sees it (C2SP tlog-witness).</summary>
internal sealed class WitnessClient(PolicyWitness witness, HttpClient http, FolderTiles tiles, TimeProvider time, TimeSpan timeout)
{
    /// <summary>The size it is told at first may be wrong, and another process of ours may be faster: then it is asked once more.</summary>
    private const int MaxAttempts = 3;

    private static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(5);

    private readonly Uri _address = new($"{witness.Url!.TrimEnd('/')}/add-checkpoint");

    /// <summary>What it cosigned last, as far as we know.</summary>
    private ulong _cosignedSize;

    public PolicyWitness Witness => witness;

    /// <summary>Asks for a cosignature. Every failure is an answer: a witness that is away must not stop the log.</summary>
    public async Task<WitnessReply> CosignAsync(SignedHead signed, CancellationToken cancelled)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancelled);
        try
        {
            for (var attempt = 0; attempt < MaxAttempts; attempt++)
            {
                if (await AskAsync(signed, either.Token) is { } reply) { return reply; }
            }
            return WitnessReply.Failed("it names another size each time");
        }
        catch (OperationCanceledException) when (!cancelled.IsCancellationRequested) { return WitnessReply.Failed("no answer in time"); }
        catch (HttpRequestException e) { return WitnessReply.Failed(e.HttpRequestError.ToString()); }
    }

    /// <summary>Null: ask again with the size that it named.</summary>
    private async Task<WitnessReply?> AskAsync(SignedHead signed, CancellationToken cancelled)
    {
        var old = Math.Min(_cosignedSize, signed.Head.Size);
        var proof = GrowthCheck.Proof(tiles, GrowthCheck.Open(tiles, signed.Head), old);
        using var content = new ByteArrayContent(new WitnessRequest(old, proof, signed.Note).ToBytes());
        using var response = await http.PostAsync(_address, content, cancelled);
        var body = await response.Content.ReadAsByteArrayAsync(cancelled);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => Accept(signed, body),
            HttpStatusCode.Conflict => OnConflict(signed, old, body),
            HttpStatusCode.UnprocessableEntity => WitnessReply.Conflict($"it holds that size {signed.Head.Size} does not extend what it cosigned at size {old}"),
            var other => WitnessReply.Failed($"status {(int)other}"),
        };
    }

    private WitnessReply? OnConflict(SignedHead signed, ulong old, byte[] body)
    {
        if (!TryReadSize(body, out var size)) { return WitnessReply.Failed("409 without a size"); }
        if (size > signed.Head.Size) { return WitnessReply.Conflict($"it has cosigned size {size}, and this log has {signed.Head.Size}: the log was rolled back"); }
        if (size == old) { return WitnessReply.Conflict($"it has cosigned another tree of size {size}: the log was forked"); }
        _cosignedSize = size;
        return null;
    }

    private WitnessReply Accept(SignedHead signed, byte[] body)
    {
        if (!SignedNote.TryParseSignatures(body, out var lines, out var problem)) { return WitnessReply.Failed($"no cosignature: {problem}"); }
        NoteSignature[] own = [.. lines.Where(line => line.Name == witness.Key.Name && line.KeyId == witness.Key.KeyId)];
        if (!NoteVerification.TryVerify(signed.Note.With(own), [witness.Key], out var verified, out problem)) { return WitnessReply.Failed($"no cosignature: {problem}"); }
        var now = (ulong)time.GetUtcNow().ToUnixTimeSeconds();
        var stated = verified[0].Time!.Value;
        if (Math.Max(now, stated) - Math.Min(now, stated) > MaxSkew.TotalSeconds) { return WitnessReply.Failed("its clock is more than 5 min from ours"); }
        _cosignedSize = signed.Head.Size;
        return new WitnessReply(witness, own, null, IsConflict: false);
    }

    private static bool TryReadSize(byte[] body, out ulong size)
    {
        size = 0;
        // "<size>\n", or the same without its newline.
        return body.Length <= 21 && ulong.TryParse(Encoding.ASCII.GetString(body).TrimEnd('\n'), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out size);
    }
}

/// <summary>A witness's cosignature, or why there is none; a conflict says that it saw another history, rolled back or forked.</summary>
internal sealed record WitnessReply(PolicyWitness? Witness, IReadOnlyList<NoteSignature> Signatures, string? Problem, bool IsConflict)
{
    public static WitnessReply Failed(string problem) => new(null, [], problem, false);

    public static WitnessReply Conflict(string problem) => new(null, [], problem, true);
}
