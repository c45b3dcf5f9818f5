// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using Vigil.Tlog.Encodings;
using Vigil.Tlog.Keys;
using Vigil.Tlog.Notes;
using Vigil.Tlog.Policies;

namespace Vigil.Tlog.Entries;

/// <summary>The kinds of values that members of entries have.</summary>
public static class MemberValues
{
    public static Func<JsonElement, bool> Text(int maxLength) => value =>
        TryText(value, out var text) && text.Length >= 1 && text.Length <= maxLength;

    public static Func<JsonElement, bool> OneOf(params string[] values) => value => TryText(value, out var text) && values.Contains(text);

    public static Func<JsonElement, bool> Hex(params int[] lengths) => value =>
        TryText(value, out var text) && lengths.Contains(text.Length) && text.All(char.IsAsciiHexDigitLower);

    public static Func<JsonElement, bool> Base64(int bytes) => value =>
        TryText(value, out var text) && StrictBase64.TryDecode(Encoding.UTF8.GetBytes(text), out var decoded) && decoded.Length == bytes;

    /// <summary>Base64 of one to so many bytes.</summary>
    public static Func<JsonElement, bool> Base64UpTo(int bytes) => value =>
        TryText(value, out var text) && text.Length <= (bytes + 2) / 3 * 4
        && StrictBase64.TryDecode(Encoding.UTF8.GetBytes(text), out var decoded) && decoded.Length is >= 1 && decoded.Length <= bytes;

    public static Func<JsonElement, bool> ListOf(int max, Func<JsonElement, bool> item) => value =>
        value.ValueKind == JsonValueKind.Array
        && value.GetArrayLength() is var count && count >= 1 && count <= max
        && value.EnumerateArray().All(item);

    public static Func<JsonElement, bool> ObjectOf(params MemberRule[] rules) => value =>
        value.ValueKind == JsonValueKind.Object && MemberRule.Check(value, rules, isClosed: true).Problem == EntryProblem.None;

    public static bool Time(JsonElement value) => TryText(value, out var text) && EntryTime.TryParse(text, out _);

    public static bool Id(JsonElement value) => TryText(value, out var text) && EntryId.TryParse(text, out _);

    public static bool KeyNameText(JsonElement value) => TryText(value, out var text) && KeyName.IsValid(text);

    public static bool AnyKey(JsonElement value) => TryText(value, out var text) && VerifierKey.TryParse(text, out _, out _);

    public static bool LogKey(JsonElement value) =>
        TryText(value, out var text) && VerifierKey.TryParse(text, out var key, out _) && key!.Algorithm == KeyAlgorithm.Ed25519;

    /// <summary>A whole policy file: an entry that changes witnesses says what holds from now on, not a difference.</summary>
    public static bool PolicyFile(JsonElement value) =>
        TryText(value, out var text) && LogPolicy.TryParse(Encoding.UTF8.GetBytes(text), out _, out _);

    /// <summary>
    /// A web origin as browsers write it: https, host, perhaps a port, nothing after it. Without TLS <c>localhost</c> alone: there a browser talks to
    /// its own machine, and nobody stands between.
    /// </summary>
    public static bool WebOrigin(JsonElement value) =>
        TryText(value, out var text) && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.Host == "localhost"))
        && text == uri.GetLeftPart(UriPartial.Authority) && uri.UserInfo.Length == 0;

    public static bool AnyObject(JsonElement value) => value.ValueKind == JsonValueKind.Object;

    /// <summary>The type of an entry: words of small letters and digits joined by dots.</summary>
    public static bool TypeName(JsonElement value) =>
        TryText(value, out var text) && text.Length is >= 1 and <= 64
        && text.Split('.').All(word => word.Length > 0 && word.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'));

    public static bool TryText(JsonElement value, out string text)
    {
        text = "";
        if (value.ValueKind != JsonValueKind.String) { return false; }
        // A lone surrogate behind a \u escape is good JSON and no text.
        try { text = value.GetString()!; }
        catch (InvalidOperationException) { return false; }
        return true;
    }
}
