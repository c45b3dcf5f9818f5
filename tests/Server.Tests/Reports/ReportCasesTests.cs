// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using Vigil.Server.Crypto;
using Vigil.Server.Reports;
using Vigil.Server.Stamps;
using Vigil.Server.Tests.Support;
using Vigil.Tests;

namespace Vigil.Server.Tests.Reports;

/// <summary>The web client's cases: genuine reports, and every way to falsify one. Client and server say the same of each.</summary>
public sealed class ReportCasesTests : IDisposable
{
    private static readonly JsonElement Cases = JsonElement.Parse(File.ReadAllBytes(Repository.PathOf("tests", "data", "reports", "cases.json")));

    private readonly FrankingKey _key = new(Cases.GetProperty("frankingKey").GetProperty("number").GetUInt32(), TestClient.Bytes(Cases.GetProperty("frankingKey"), "key"));

    public static TheoryData<string> Names => [.. Cases.GetProperty("cases").EnumerateArray().Select(one => one.GetProperty("name").GetString()!)];

    public void Dispose() => _key.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_case_is_judged_as_the_client_judges_it(string name)
    {
        var one = Cases.GetProperty("cases").EnumerateArray().Single(each => each.GetProperty("name").GetString() == name);
        var bytes = Encoding.UTF8.GetBytes(one.GetProperty("report").GetRawText());
        var (offline, atServer) = Judge(bytes);
        Assert.Equal(one.GetProperty("code").GetString() ?? "good", offline.Code());
        Assert.Equal(one.GetProperty("serverCode").GetString() ?? "good", atServer.Code());

        var check = ReportCheck.Of(bytes);
        Assert.Equal(offline.Code(), check.Code);
        Assert.Equal(offline == ReportProblem.None, check.Messages.Count > 0);
    }

    [Fact]
    public void There_are_good_ones_and_every_reason()
    {
        var codes = Cases.GetProperty("cases").EnumerateArray().Select(one => one.GetProperty("serverCode").GetString() ?? "good").ToHashSet();
        Assert.All(["good", "malformed", "bad_meeting", "bad_admission", "bad_opening", "bad_signature", "bad_stamp"], code => Assert.Contains(code, codes));
    }

    /// <summary>Whatever single byte of a good report is another: it says the same as before, or proves nothing.</summary>
    [Fact]
    public void No_changed_byte_proves_something_else()
    {
        var original = Encoding.UTF8.GetBytes(Cases.GetProperty("cases")[0].GetProperty("report").GetRawText());
        var proven = ReportCheck.Of(original);
        var random = new Random(20261122);
        for (var round = 0; round < 1000; round++)
        {
            var changed = original.ToArray();
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(7));
            var check = ReportCheck.Of(changed);
            if (!check.IsGood) { continue; }
            // The note is the reporter's own, and which key stamps are believed under is the server's to say.
            Assert.Equal((proven.Meeting, proven.StampKey), (check.Meeting, check.StampKey));
            Assert.Equal(proven.Messages, check.Messages);
        }
    }

    [Fact]
    public void No_input_throws() => Fuzz.Run([Encoding.UTF8.GetBytes(Cases.GetProperty("cases")[0].GetProperty("report").GetRawText())], input => _ = ReportCheck.Of(input), rounds: 2000);

    private (ReportProblem Offline, ReportProblem AtServer) Judge(byte[] bytes)
    {
        if (!Report.TryParse(bytes, out var report)) { return (ReportProblem.Malformed, ReportProblem.Malformed); }
        var offline = ReportVerifier.Verify(report!);
        var stampKey = new PublicKey(TestClient.Bytes(Cases, "stampKey"));
        return (offline, offline != ReportProblem.None ? offline : ReportVerifier.VerifyTags(report!, stampKey, Check));
    }

    private TagCheck Check(in Stamp stamp)
    {
        Span<byte> tag = stackalloc byte[Stamp.TagLength];
        if (stamp.Key != _key.Number || !_key.TryTag(stamp.Tagged, tag)) { return TagCheck.KeyGone; }
        return tag.SequenceEqual(stamp.Tag) ? TagCheck.Good : TagCheck.Bad;
    }
}
