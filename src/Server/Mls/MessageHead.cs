// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Mls;

/// <summary>RFC 9420 section 6: who sends a handshake message.</summary>
internal enum SenderType : byte { Member = 1, External = 2, NewMemberProposal = 3, NewMemberCommit = 4 }

/// <summary>RFC 9420 section 6.</summary>
internal enum ContentType : byte { Application = 1, Proposal = 2, Commit = 3 }

/// <summary>
/// The head of an MLSMessage of wire format mls_public_message, as far as a mailbox needs it. What follows
/// (the commit, its signature and tags) is the members' to check and is not read here.
/// </summary>
internal readonly ref struct MessageHead
{
    /// <summary>RFC 9420 section 6: version mls10</summary>
    private const ushort Version = 1;

    /// <summary>RFC 9420 section 6: wire format mls_public_message</summary>
    private const ushort PublicMessage = 1;

    public ReadOnlySpan<byte> GroupId { get; private init; }

    public ulong Epoch { get; private init; }

    public SenderType Sender { get; private init; }

    public ReadOnlySpan<byte> AuthenticatedData { get; private init; }

    public ContentType Content { get; private init; }

    public static bool TryParse(ReadOnlySpan<byte> message, out MessageHead head)
    {
        head = default;
        var reader = new PresentationReader(message);
        if (!reader.TryReadUInt16(out var version) || version != Version) { return false; }
        if (!reader.TryReadUInt16(out var wireFormat) || wireFormat != PublicMessage) { return false; }
        // FramedContent
        if (!reader.TryReadVector(out var groupId) || !reader.TryReadUInt64(out var epoch)) { return false; }
        if (!TryReadSender(ref reader, out var sender)) { return false; }
        if (!reader.TryReadVector(out var authenticatedData)) { return false; }
        if (!reader.TryReadByte(out var content) || content is < (byte)ContentType.Application or > (byte)ContentType.Commit) { return false; }
        head = new MessageHead
        {
            GroupId = groupId,
            Epoch = epoch,
            Sender = sender,
            AuthenticatedData = authenticatedData,
            Content = (ContentType)content,
        };
        return true;
    }

    private static bool TryReadSender(ref PresentationReader reader, out SenderType sender)
    {
        sender = default;
        if (!reader.TryReadByte(out var type)) { return false; }
        sender = (SenderType)type;
        return sender switch
        {
            // leaf_index, sender_index
            SenderType.Member or SenderType.External => reader.TryReadUInt32(out _),
            SenderType.NewMemberProposal or SenderType.NewMemberCommit => true,
            _ => false,
        };
    }
}
