// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Vigil.Tests;
using Vigil.Tlog.Keys;
using Vigil.Tlog.Notes;
using Vigil.Tlog.Policies;

namespace Vigil.Tlog.Tests.Policies;

public sealed class PolicyTests
{
    private static readonly string Log = TestKeys.Log.Key.ToString();
    private static readonly string W1 = TestKeys.Witness(1).Key.ToString();
    private static readonly string W2 = TestKeys.Witness(2).Key.ToString();
    private static readonly string W3 = TestKeys.Witness(3).Key.ToString();
    private static readonly string OtherName = new VerifierKey("alias.example", KeyAlgorithm.Ed25519Cosignature, TestKeys.Signer(101).PublicKey).ToString();
    private static readonly string OtherLogName = new VerifierKey("alias.example", KeyAlgorithm.Ed25519, TestKeys.Signer(1).PublicKey).ToString();

    public static TheoryData<string, PolicyProblem, int> Files => new()
    {
        { "quorum none", PolicyProblem.None, 0 },
        { "quorum none\n", PolicyProblem.None, 0 },
        { $"log {Log}\nquorum none\n", PolicyProblem.None, 0 },
        { $"log {Log} https://log.example/\nwitness a {W1} https://w.example/\nquorum a\n", PolicyProblem.None, 0 },
        { $"# comment\n\n \t \n\t# another\n \tlog\t {Log} \t\nquorum \t none \n", PolicyProblem.None, 0 },
        { $"witness a {W1}\nwitness b {W2}\ngroup g any a b\ngroup h all g\ngroup i 1 h\nquorum i\n", PolicyProblem.None, 0 },
        { $"quorum none\nlog {Log}\nwitness a {W1}\n", PolicyProblem.None, 0 },
        { $"witness caf\u00e9 {W1}\nquorum caf\u00e9\n", PolicyProblem.None, 0 },
        { "", PolicyProblem.NoQuorum, 0 },
        { $"log {Log}\n", PolicyProblem.NoQuorum, 0 },
        { "quorum none\r\n", PolicyProblem.ControlCharacter, 1 },
        { "# nul \0\nquorum none\n", PolicyProblem.ControlCharacter, 1 },
        { "# del \u007f\nquorum none\n", PolicyProblem.ControlCharacter, 1 },
        { "Quorum none\n", PolicyProblem.UnknownKeyword, 1 },
        { "quorum none\nnonsense\n", PolicyProblem.UnknownKeyword, 2 },
        { "quorum\n", PolicyProblem.WrongNumberOfItems, 1 },
        { "quorum none none\n", PolicyProblem.WrongNumberOfItems, 1 },
        { "log\n", PolicyProblem.WrongNumberOfItems, 1 },
        { $"log {Log} url more\n", PolicyProblem.WrongNumberOfItems, 1 },
        { "witness a\n", PolicyProblem.WrongNumberOfItems, 1 },
        { $"witness a {W1} url more\n", PolicyProblem.WrongNumberOfItems, 1 },
        { $"witness a {W1}\ngroup g any\n", PolicyProblem.WrongNumberOfItems, 2 },
        { "log nonsense\n", PolicyProblem.BadVerifierKey, 1 },
        { "witness a nonsense\n", PolicyProblem.BadVerifierKey, 1 },
        { $"log {W1}\n", PolicyProblem.WrongKeyType, 1 },
        { $"witness a {Log}\n", PolicyProblem.WrongKeyType, 1 },
        { $"log {Log}\nlog {Log}\n", PolicyProblem.DuplicateKey, 2 },
        { $"log {Log}\nlog {OtherLogName}\n", PolicyProblem.DuplicateKey, 2 },
        { $"witness a {W1}\nwitness b {OtherName}\n", PolicyProblem.DuplicateKey, 2 },
        { $"witness a {W1}\nwitness a {W2}\n", PolicyProblem.DuplicateName, 2 },
        { $"witness a {W1}\ngroup a any a\n", PolicyProblem.DuplicateName, 2 },
        { $"witness none {W1}\n", PolicyProblem.ReservedName, 1 },
        { $"witness a {W1}\ngroup none any a\n", PolicyProblem.ReservedName, 2 },
        { $"witness a {W1}\ngroup g any none a\n", PolicyProblem.ReservedName, 2 },
        { $"group g any a\nwitness a {W1}\n", PolicyProblem.UnknownName, 1 },
        { $"witness a {W1}\ngroup g any g\n", PolicyProblem.UnknownName, 2 },
        { $"quorum a\nwitness a {W1}\n", PolicyProblem.UnknownName, 1 },
        { $"witness a {W1}\nquorum A\n", PolicyProblem.UnknownName, 2 },
        { $"witness a {W1}\ngroup g any a a\n", PolicyProblem.MemberTwice, 2 },
        { $"witness a {W1}\ngroup g any a\ngroup h any a\n", PolicyProblem.MemberTwice, 3 },
        { $"witness a {W1}\ngroup g 0 a\n", PolicyProblem.BadThreshold, 2 },
        { $"witness a {W1}\ngroup g 2 a\n", PolicyProblem.BadThreshold, 2 },
        { $"witness a {W1}\ngroup g 01 a\n", PolicyProblem.BadThreshold, 2 },
        { $"witness a {W1}\ngroup g -1 a\n", PolicyProblem.BadThreshold, 2 },
        { $"witness a {W1}\ngroup g Any a\n", PolicyProblem.BadThreshold, 2 },
        { "quorum none\nquorum none\n", PolicyProblem.SecondQuorum, 2 },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_file_has_its_verdict(string text, PolicyProblem problem, int line)
    {
        Assert.Equal(problem == PolicyProblem.None, LogPolicy.TryParse(Encoding.UTF8.GetBytes(text), out _, out var failure));
        Assert.Equal(new PolicyFailure(problem, line), failure);
    }

    /// <summary>The two-level example of the tlog-policy specification, over all subsets of its six witnesses.</summary>
    [Fact]
    public void A_quorum_counts_members_not_signatures()
    {
        var names = new[] { "X1", "X2", "X3", "Y1", "Y2", "Y3" };
        var lines = names.Select((n, i) => $"witness {n} {TestKeys.Witness((byte)(i + 1)).Key}\n");
        var policy = Parse(string.Concat(lines)
            + "group X-witnesses 2 X1 X2 X3\ngroup Y-witnesses any Y1 Y2 Y3\ngroup X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n");
        for (var subset = 0; subset < 64; subset++)
        {
            var cosigned = policy.Witnesses.Where((_, i) => (subset >> i & 1) == 1).ToHashSet();
            var x = cosigned.Count(w => w.Name[0] == 'X');
            var y = cosigned.Count(w => w.Name[0] == 'Y');
            Assert.Equal(x >= 2 && y >= 1, policy.IsQuorum(cosigned));
        }
    }

    [Fact]
    public void A_single_witness_or_none_can_be_the_quorum()
    {
        var one = Parse($"witness a {W1}\nwitness b {W2}\nquorum a\n");
        Assert.True(one.IsQuorum(new HashSet<PolicyWitness> { one.Witnesses[0] }));
        Assert.False(one.IsQuorum(new HashSet<PolicyWitness> { one.Witnesses[1] }));
        var none = Parse($"witness a {W1}\nquorum none\n");
        Assert.True(none.IsQuorum(new HashSet<PolicyWitness>()));
    }

    [Fact]
    public void Thirty_two_of_each_are_supported_and_there_is_an_end()
    {
        Assert.True(LogPolicy.TryParse(Many(32, 32, 32), out var policy, out _));
        Assert.Equal((32, 32, 32), (policy!.Logs.Count, policy.Witnesses.Count, policy.Groups.Count));
        AssertProblem(PolicyProblem.TooManyLogs, Many(129, 1, 1));
        AssertProblem(PolicyProblem.TooManyWitnesses, Many(1, 129, 1));
        AssertProblem(PolicyProblem.TooManyGroups, Many(1, 1, 129));
        AssertProblem(PolicyProblem.TooLong, new byte[300_000]);

        static void AssertProblem(PolicyProblem expected, byte[] file)
        {
            Assert.False(LogPolicy.TryParse(file, out _, out var failure));
            Assert.Equal(expected, failure.Problem);
        }

        static byte[] Many(int logs, int witnesses, int groups)
        {
            var text = new StringBuilder();
            for (var i = 0; i < logs; i++) { text.Append($"log {new VerifierKey("l", KeyAlgorithm.Ed25519, Key(i))}\n"); }
            for (var i = 0; i < witnesses; i++) { text.Append($"witness w{i} {new VerifierKey("w", KeyAlgorithm.Ed25519Cosignature, Key(i))}\n"); }
            for (var i = 0; i < groups; i++) { text.Append($"group g{i} any {(i == 0 ? "w0" : $"g{i - 1}")}\n"); }
            return Encoding.ASCII.GetBytes(text.Append("quorum none\n").ToString());
        }

        static byte[] Key(int number) => [(byte)number, (byte)(number >> 8), .. new byte[30]];
    }

    [Fact]
    public void Names_are_octets()
    {
        // 0xe9 alone is no UTF-8; it is a name all the same, and not the same as another octet.
        var file = Encoding.Latin1.GetBytes($"witness \u00e9 {W1}\nwitness \u00e8 {W2}\nquorum \u00e9\n");
        Assert.True(LogPolicy.TryParse(file, out var policy, out _));
        Assert.Same(policy!.Witnesses[0], policy.Quorum);
    }

    [Fact]
    public void A_witness_that_nobody_can_check_never_cosigned()
    {
        var pq = new VerifierKey("pq.example", KeyAlgorithm.MlDsa44Cosignature, new byte[1312]);
        var policy = Parse($"log {Log}\nwitness pq {pq}\nwitness b {W2}\ngroup g all pq b\nquorum g\n");
        Assert.False(policy.IsQuorum(new HashSet<PolicyWitness> { policy.Witnesses[1] }));
    }

    [Fact]
    public void Hostile_files_do_no_harm()
    {
        var good = Encoding.UTF8.GetBytes($"log {Log}\nwitness a {W1}\nwitness b {W2}\nwitness c {W3}\ngroup g 2 a b c\nquorum g\n");
        Fuzz.Run([good], input =>
        {
            if (LogPolicy.TryParse(input, out var policy, out _)) { Assert.True(policy!.Quorum is null || !policy.IsQuorum(new HashSet<PolicyWitness>())); }
        });
    }

    private static LogPolicy Parse(string text)
    {
        Assert.True(LogPolicy.TryParse(Encoding.UTF8.GetBytes(text), out var policy, out var failure), failure.ToString());
        return policy!;
    }
}
