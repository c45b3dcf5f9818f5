// SPDX-License-Identifier: Apache-2.0
using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using Vigil.Rtc.Dtls;

namespace Vigil.Rtc.Tests.Dtls;

/// <summary>The <c>openssl s_client</c> program as DTLS peer: a client that shares no code of ours.</summary>
internal sealed class OpenSslClient : IDisposable
{
    private readonly Process process;
    private readonly string folder = Directory.CreateTempSubdirectory("vigil-dtls-").FullName;
    private readonly Task<string> output;

    /// <summary>Starts it against a port of the loopback; the certificate is given to it as PEM.</summary>
    public OpenSslClient(int port, DtlsCertificate? certificate, string arguments)
    {
        if (certificate is not null)
        {
            File.WriteAllText(Path.Combine(folder, "cert.pem"), PemEncoding.WriteString("CERTIFICATE", certificate.Der));
            File.WriteAllText(Path.Combine(folder, "key.pem"), PemEncoding.WriteString("EC PRIVATE KEY", certificate.PrivateKey));
            arguments += " -cert cert.pem -key key.pem";
        }
        process = Start($"s_client -connect 127.0.0.1:{port} {arguments}");
        output = ReadUntilKeysAsync();
    }

    /// <summary>What it printed up to the keying material, or all until it ended.</summary>
    public string Output => output.IsCompleted ? output.Result : "";

    public bool HasPrinted => output.IsCompleted;

    public bool HasExited => process.HasExited;

    public byte[] KeyingMaterial
    {
        get
        {
            const string mark = "Keying material: ";
            Assert.Contains(mark, Output);
            return Convert.FromHexString(Output[(Output.LastIndexOf(mark, StringComparison.Ordinal) + mark.Length)..].Trim());
        }
    }

    /// <summary>End of input: it says close_notify and ends.</summary>
    public void CloseInput() => process.StandardInput.Close();

    public void Dispose()
    {
        if (!process.HasExited) { process.Kill(); }
        process.WaitForExit();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private Process Start(string arguments)
    {
        var start = new ProcessStartInfo("openssl", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        try
        {
            var started = Process.Start(start)!;
            started.ErrorDataReceived += (_, _) => { };
            started.BeginErrorReadLine();
            return started;
        }
        catch (Win32Exception)
        {
            Directory.Delete(folder, recursive: true);
            Assert.Skip("the openssl program is not here");
            throw;
        }
    }

    private async Task<string> ReadUntilKeysAsync()
    {
        var text = new System.Text.StringBuilder();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            text.AppendLine(line);
            if (line.Contains("Keying material: ", StringComparison.Ordinal)) { break; }
        }
        return text.ToString();
    }
}
