// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Cli.Tests.Support;

/// <summary>A folder with an auditor's state and policy, and what every test of audits does with it.</summary>
internal sealed class AuditStage : IDisposable
{
    private readonly TempFolder _temp = new();

    public AuditStage() => File.WriteAllText(PolicyFile, SampleLog.Policy);

    public string PolicyFile => _temp["policy.txt"];
    public string State => _temp["state"];
    public string Mirror => _temp["state", "log"];
    public string this[string name] => _temp[name];

    /// <summary>An audit with the policy and JSON.</summary>
    public Task<VigilRun> AuditAsync(string target, params string[] more) =>
        VigilProgram.RunAsync(["audit", target, "--state", State, "--policy", PolicyFile, "--json", .. more]);

    public async Task<VigilRun> GoodAsync(string target, params string[] more)
    {
        var run = await AuditAsync(target, more);
        Assert.True(run.ExitCode == 0, run.Text);
        return run;
    }

    /// <summary>Refused, for these reasons and no others.</summary>
    public async Task<VigilRun> RefusedAsync(string target, params string[] codes)
    {
        var run = await AuditAsync(target);
        Assert.True(run.ExitCode == 1, run.Text);
        Assert.Equal(codes.Order(), run.Codes.Distinct().Order());
        return run;
    }

    public static void CopyFolder(string from, string to)
    {
        foreach (var name in SampleLog.FilesOf(from))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, name))!);
            File.Copy(Path.Combine(from, name), Path.Combine(to, name), overwrite: true);
        }
    }

    public void Dispose() => _temp.Dispose();
}
