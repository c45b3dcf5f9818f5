// SPDX-License-Identifier: Apache-2.0
#pragma warning disable
// The signatures that the worker is written against, replaced by src/Rtc/Dtls as soon as that lands (see Sfu.csproj).
using Vigil.Rtc.Srtp;
namespace Vigil.Rtc.Dtls;
public sealed class DtlsCertificate : IDisposable { public static DtlsCertificate Create(DateTimeOffset notBefore, DateTimeOffset notAfter) => throw new NotSupportedException(); public string Sha256Fingerprint => ""; public void Dispose(){} }
public sealed class DtlsContext : IDisposable { public DtlsContext(DtlsCertificate c){} public void Dispose(){} }
public enum DtlsState { Handshaking, Connected, Failed, Closed }
public sealed class DtlsServer : IDisposable
{
    public DtlsServer(DtlsContext context){}
    public DtlsState Receive(ReadOnlySpan<byte> datagram) => default;
    public bool TryTakeDatagram(Span<byte> destination, out int written) { written=0; return false; }
    public bool TryGetTimeout(out TimeSpan remaining) { remaining=default; return false; } public DtlsState OnTimeout() => default;
    public DtlsState State => default;
    public bool PeerFingerprintMatches(string algorithm, string value) => false;
    public SrtpKeys TakeSrtpKeys() => null!;
    public void Close(){}
    public void Dispose(){}
}
