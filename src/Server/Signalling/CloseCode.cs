// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Signalling;

/// <summary>WebSocket close codes of docs/protocol/signalling.md; those from 4400 on are 4000 + the HTTP status that fits.</summary>
internal static class CloseCode
{
    public const int Normal = 1000;
    public const int ServerStops = 1001;
    public const int TooLarge = 1009;
    public const int Malformed = 4400;
    public const int Refused = 4403;
    public const int MeetingNotFound = 4404;
    public const int Timeout = 4408;
    public const int ParticipantTaken = 4409;
    public const int Removed = 4410;
    public const int Ended = 4411;
    public const int MeetingFull = 4423;
    public const int TooMany = 4429;
    public const int Order = 4451;
}
