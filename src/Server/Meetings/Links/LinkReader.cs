// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Vigil.Server.Crypto;

namespace Vigil.Server.Meetings.Links;

/// <summary>Checks what hosts say of links: form, limits, signature.</summary>
internal static class LinkReader
{
    public const int LargestLink = 4 * 1024;
    public const int LargestBook = 512 * 1024;

    /// <summary>Base64url takes four characters for three bytes; the rest of the body is small.</summary>
    public const int LargestBookBody = (LargestBook * 4 / 3) + 1024;

    /// <summary>A nonce, the details key and a tag.</summary>
    private const int SealedDetailsKey = 12 + 16 + 16;

    private const int SmallestBook = 12 + 16;

    /// <summary>Numbers in JSON are exact up to here; it is also beyond any time that means something.</summary>
    private const ulong LargestNumber = (1UL << 53) - 1;

    public static readonly RequestProblem NotFound = new(404, "link_not_found", "there is no such link of this meeting");
    public static readonly RequestProblem Revoked = new(410, "link_revoked", "the host revoked this link");
    public static readonly RequestProblem Exists = new(409, "link_exists", "this link is there with other content");
    public static readonly RequestProblem TooMany = new(429, "too_many", $"{Storage.LinkStore.MostLinks} links in one meeting");
    public static readonly RequestProblem VersionConflict = new(409, "version_conflict", "the version must be one more than the kept one");
    public static readonly RequestProblem NoBook = new(404, "book_not_found", "this meeting has no book");

    public static bool TryReadId(string? text, out LinkId? id)
    {
        id = StrictBase64Url.TryDecode(text, out var bytes) && bytes.Length == LinkId.Length ? new LinkId(bytes) : null;
        return id is not null;
    }

    public static RequestProblem? ReadLink(byte[]? body, Meeting meeting, out Link? link)
    {
        if (Read(body, MeetingJson.Default.Link, out link) is { } problem) { return problem; }
        if (link!.Sealed.Length != SealedDetailsKey) { return RequestProblem.Malformed("sealed is not a nonce and a sealed key of 16 bytes"); }
        if (link.NotBefore > LargestNumber || link.NotAfter > LargestNumber) { return RequestProblem.Malformed("a time is too large"); }
        return link.IsSignedFor(meeting) ? null : RequestProblem.NotSigned;
    }

    public static RequestProblem? ReadRevocation(byte[]? body, Meeting meeting, LinkId link, out Revocation? revocation)
    {
        if (Read(body, MeetingJson.Default.Revocation, out revocation) is { } problem) { return problem; }
        return revocation!.IsSignedFor(meeting, link) ? null : RequestProblem.NotSigned;
    }

    public static RequestProblem? ReadBook(byte[]? body, Meeting meeting, out Book? book)
    {
        if (Read(body, MeetingJson.Default.Book, out book) is { } problem) { return problem; }
        if (book!.Sealed.Length > LargestBook) { return TooLarge; }
        if (book.Sealed.Length < SmallestBook) { return RequestProblem.Malformed("sealed is shorter than its nonce and tag"); }
        if (book.Version is 0 or > LargestNumber) { return RequestProblem.Malformed("versions count from 1"); }
        return book.IsSignedFor(meeting) ? null : RequestProblem.NotSigned;
    }

    private static RequestProblem TooLarge => RequestProblem.TooLarge("the body is too large");

    private static RequestProblem? Read<T>(byte[]? body, JsonTypeInfo<T> type, out T? read) where T : class
    {
        read = null;
        if (body is null) { return TooLarge; }
        try { read = JsonSerializer.Deserialize(body, type); }
        catch (JsonException) { return RequestProblem.Malformed("the body is not the JSON object that the protocol gives"); }
        return read is null ? RequestProblem.Malformed("the body is null") : null;
    }
}
