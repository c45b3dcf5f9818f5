// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Notes;

namespace Vigil.Server.Log;

/// <summary>A tree and the note in which the log signed it.</summary>
internal sealed record SignedHead(TreeHead Head, SignedNote Note)
{
    /// <summary>Reads a checkpoint that this log must have signed; otherwise the file is not what it should be.</summary>
    public static SignedHead Read(ReadOnlySpan<byte> bytes, VerifierKey key, string file) => Read(bytes, key, key.Name, file);

    /// <summary>Reads a checkpoint of a log that a key, perhaps a witness's, must have signed.</summary>
    public static SignedHead Read(ReadOnlySpan<byte> bytes, VerifierKey key, string origin, string file)
    {
        if (!SignedNote.TryParse(bytes, out var note, out var problem)) { throw new LogStoreException(file, $"damaged: {problem}"); }
        if (!NoteVerification.TryVerify(note!, [key], out _, out problem)) { throw new LogStoreException(file, $"not signed by {key.Name}'s key: {problem}"); }
        if (!Checkpoint.TryParse(note!.Text.Span, out var checkpoint, out var form)) { throw new LogStoreException(file, $"damaged: {form}"); }
        if (checkpoint!.Origin != origin) { throw new LogStoreException(file, $"a checkpoint of '{checkpoint.Origin}', not of '{origin}'"); }
        return new SignedHead(checkpoint.Head, note);
    }
}
