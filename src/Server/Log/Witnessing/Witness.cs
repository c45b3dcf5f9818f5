// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using Vigil.Server.Log.Files;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Notes;
using Vigil.Tlog.Witnessing;

namespace Vigil.Server.Log.Witnessing;

/// <summary>What the witness answers: cosignature lines, or the size that it cosigned last, or nothing.</summary>
internal readonly record struct WitnessDecision(WitnessAnswer Answer, string Body = "");

/// <summary>This server as a witness for other logs. It keeps one checkpoint of each: the last that it cosigned.</summary>
internal sealed class Witness(Cosigner cosigner, IReadOnlyList<VerifierKey> logs, DurableFolder folder, TimeProvider time, ILogger<PublicLog> logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SignedHead> _last = new(StringComparer.Ordinal);

    /// <summary>Reads what it cosigned before. A file that cannot be read stops the start: to forget is to let a log roll back.</summary>
    public void Open()
    {
        foreach (var keys in logs.GroupBy(key => key.Name, StringComparer.Ordinal))
        {
            var name = FileName(keys.Key);
            if (folder.ReadIfThere(name) is not { } bytes) { continue; }
            _last[keys.Key] = SignedHead.Read(bytes, cosigner.Key, keys.Key, folder.PathOf(name));
        }
    }

    /// <summary>Reading the last head, deciding, and storing the new one are one step; the answer goes out after it.</summary>
    public WitnessDecision Add(WitnessRequest request)
    {
        lock (_gate)
        {
            var origin = Checkpoint.TryParse(request.Checkpoint.Text.Span, out var parsed, out _) ? parsed!.Origin : "";
            var last = _last.GetValueOrDefault(origin);
            var answer = WitnessRules.Decide(request, logs, last?.Head, out var checkpoint);
            switch (answer)
            {
                case WitnessAnswer.Cosign: return new WitnessDecision(answer, Cosign(request.Checkpoint, checkpoint!));
                case WitnessAnswer.OtherSize: return new WitnessDecision(answer, $"{last?.Head.Size ?? 0}\n");
                case WitnessAnswer.NotConsistent:
                    // The request is signed by the log: it may be the proof of a fork.
                    logger.WitnessRefused(origin);
                    return new WitnessDecision(answer);
                default: return new WitnessDecision(answer);
            }
        }
    }

    /// <summary>The last cosigned checkpoint of the log whose origin has this SHA-256 in hex, or null.</summary>
    public byte[]? Latest(string originHash)
    {
        lock (_gate)
        {
            foreach (var (origin, last) in _last)
            {
                if (Hash(origin) == originHash) { return last.Note.ToBytes(); }
            }
        }
        return null;
    }

    private string Cosign(SignedNote note, Checkpoint checkpoint)
    {
        var cosignature = cosigner.Cosign(note.Text.Span, (ulong)time.GetUtcNow().ToUnixTimeSeconds());
        // Of the log's signatures only those by keys that we know: the others are somebody's bytes, for which we are no store.
        var known = note.Signatures.Where(signature => logs.Any(key => key.Name == signature.Name && key.KeyId == signature.KeyId));
        var kept = SignedNote.Create(note.Text.Span, [.. known, cosignature]);
        folder.Write(FileName(checkpoint.Origin), kept.ToBytes());
        _last[checkpoint.Origin] = new SignedHead(checkpoint.Head, kept);
        return cosignature.ToString();
    }

    private static string FileName(string origin) => $"{Hash(origin)}/checkpoint";

    private static string Hash(string origin) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)));
}
