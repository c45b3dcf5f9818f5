// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Vigil.Rtc.Rtp;

/// <summary>
/// Where a packet stands in its frame, AV1 RTP specification appendix A.8.2. Read without the template state that a full
/// reading needs: the mandatory fields stand first in every packet and are enough to know frame borders and numbers.
/// </summary>
/// <param name="StartOfFrame">First packet of its frame.</param>
/// <param name="EndOfFrame">Last packet of its frame.</param>
/// <param name="TemplateId">Which of the sender's templates describes this frame.</param>
/// <param name="FrameNumber">Counts frames; wraps at 16 bits.</param>
/// <param name="HasStructure">The templates travel in this packet: the frame starts a new coded sequence.</param>
public readonly record struct DependencyDescriptor(
    bool StartOfFrame, bool EndOfFrame, byte TemplateId, ushort FrameNumber, bool HasStructure)
{
    private const int MandatoryLength = 3;

    public static bool TryParse(ReadOnlySpan<byte> value, out DependencyDescriptor result)
    {
        result = default;
        if (value.Length < MandatoryLength) { return false; }
        result = new DependencyDescriptor(
            StartOfFrame: (value[0] & 0x80) != 0,
            EndOfFrame: (value[0] & 0x40) != 0,
            TemplateId: (byte)(value[0] & 0x3F),
            FrameNumber: BinaryPrimitives.ReadUInt16BigEndian(value[1..]),
            HasStructure: value.Length > MandatoryLength && (value[3] & 0x80) != 0);
        return true;
    }
}
