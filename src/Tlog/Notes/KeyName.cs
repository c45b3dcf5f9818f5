// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace Vigil.Tlog.Notes;

/// <summary>Names of keys: not empty, no Unicode space, no plus (C2SP signed-note, "Format").</summary>
public static class KeyName
{
    /// <summary>ML-DSA cosignatures carry the name behind a one-byte length; nobody needs more.</summary>
    public const int MaxBytes = 255;

    public static bool IsValid(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0 || Encoding.UTF8.GetByteCount(name) > MaxBytes) { return false; }
        foreach (var rune in name.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune) || rune.Value == '+' || rune == Rune.ReplacementChar) { return false; }
        }
        return true;
    }
}
