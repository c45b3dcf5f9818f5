// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Dtls;
using Vigil.Tests;

namespace Vigil.Rtc.Tests.Dtls;

public sealed class DtlsHostileInputTests(DtlsFixture fixture) : IClassFixture<DtlsFixture>
{
    /// <summary>Each server costs a key exchange, so fewer rounds than for a parser.</summary>
    private const int Rounds = 1500;

    private readonly byte[] output = new byte[1500];

    [Fact]
    public void Hostile_flights_never_throw_and_never_connect()
    {
        var flights = RecordClient();
        Fuzz.Run(flights, input =>
        {
            using var server = new DtlsServer(fixture.Context);
            server.Receive(input);
            // The genuine hello first, so that what follows it is reached too.
            server.Receive(flights[0]);
            server.Receive(input);
            while (server.TryTakeDatagram(output, out var written)) { Assert.InRange(written, 13, DtlsServer.MaxDatagramLength); }
            server.TryGetTimeout(out _);
            server.OnTimeout();
            Assert.NotEqual(DtlsState.Connected, server.State);
        }, Rounds);
    }

    /// <summary>Anybody can send these from a forged address; libssl alone would break the connection on those shorter than nonce and tag.</summary>
    [Fact]
    public void Forged_records_do_not_break_an_established_connection()
    {
        using var loopback = new DtlsLoopback(fixture.Context);
        using var client = new OpenSslClient(loopback.Port, fixture.ClientCertificate, DtlsFixture.Gcm);
        loopback.RunUntil(() => loopback.Server.State == DtlsState.Connected && client.HasPrinted);
        for (byte type = 18; type <= 26; type++)
        {
            for (byte epoch = 0; epoch <= 2; epoch++)
            {
                for (byte length = 0; length < 60; length++)
                {
                    byte[] record = [type, 0xFE, 0xFD, 0, epoch, 0, 0, 0, 0, 1, length, 0, length, .. Enumerable.Repeat((byte)2, length)];
                    Assert.Equal(DtlsState.Connected, loopback.Server.Receive(record));
                }
            }
        }
        client.CloseInput();
        loopback.RunUntil(() => loopback.Server.State == DtlsState.Closed);
    }

    [Fact]
    public void Garbage_does_not_disturb_an_established_connection()
    {
        using var loopback = new DtlsLoopback(fixture.Context);
        using var client = new OpenSslClient(loopback.Port, fixture.ClientCertificate, DtlsFixture.Gcm);
        loopback.RunUntil(() => loopback.Server.State == DtlsState.Connected && client.HasPrinted);
        Fuzz.Run(loopback.Received, input => Assert.Equal(DtlsState.Connected, loopback.Server.Receive(input)), Rounds);
        client.CloseInput();
        loopback.RunUntil(() => loopback.Server.State == DtlsState.Closed);
    }

    [Fact]
    public void Output_that_nobody_takes_is_bounded()
    {
        var hello = RecordClient()[0];
        using var server = new DtlsServer(fixture.Context);
        for (var i = 0; i < 2000; i++)
        {
            // A repeated hello asks for the whole flight again.
            server.Receive(hello);
            server.OnTimeout();
        }
        var total = 0;
        while (server.TryTakeDatagram(output, out var written)) { total += written; }
        Assert.InRange(total, 1, 40_000);
    }

    [Fact]
    public void Too_short_and_too_long_datagrams_are_ignored()
    {
        using var server = new DtlsServer(fixture.Context);
        Assert.Equal(DtlsState.Handshaking, server.Receive([]));
        Assert.Equal(DtlsState.Handshaking, server.Receive(new byte[DtlsServer.MaxReceivedLength + 1]));
        Assert.False(server.TryTakeDatagram(output, out _));
    }

    private List<byte[]> RecordClient()
    {
        using var loopback = new DtlsLoopback(fixture.Context);
        using var client = new OpenSslClient(loopback.Port, fixture.ClientCertificate, DtlsFixture.Gcm);
        loopback.RunUntil(() => loopback.Server.State == DtlsState.Connected);
        return loopback.Received;
    }
}
