// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Rtc.Rtcp;

/// <summary>The RTCP packets that mean something to us. All others, XR and APP among them, are <see cref="Unknown"/>.</summary>
public enum RtcpKind
{
    Unknown,
    SenderReport,
    ReceiverReport,
    SourceDescription,
    Bye,
    Nack,
    PictureLossIndication,
    FullIntraRequest,
    Remb,
    TransportFeedback,
}
