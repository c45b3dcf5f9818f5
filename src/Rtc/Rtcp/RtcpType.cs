// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Rtc.Rtcp;

/// <summary>Packet types and feedback formats on the wire: RFC 3550 section 12.1, RFC 4585 section 6.1, RFC 5104 section 4.3.</summary>
internal static class RtcpType
{
    public const byte SenderReport = 200;
    public const byte ReceiverReport = 201;
    public const byte SourceDescription = 202;
    public const byte Bye = 203;
    public const byte TransportLayerFeedback = 205;
    public const byte PayloadFeedback = 206;

    public const int NackFormat = 1;
    public const int TransportFeedbackFormat = 15;
    public const int PliFormat = 1;
    public const int FirFormat = 4;
    public const int ApplicationFormat = 15;
}
