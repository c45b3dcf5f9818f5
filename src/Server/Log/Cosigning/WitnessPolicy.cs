// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Policies;

namespace Vigil.Server.Log.Cosigning;

/// <summary>Reads the operator's policy file: whom to ask, and who is enough.</summary>
internal static class WitnessPolicy
{
    /// <summary>Null without a file: then no witness is asked and every signed checkpoint is final.</summary>
    public static LogPolicy? Read(string? file)
    {
        if (file is null) { return null; }
        byte[] bytes;
        try { bytes = File.ReadAllBytes(file); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw new LogStoreException(file, e.Message); }
        if (!LogPolicy.TryParse(bytes, out var policy, out var failure)) { throw new LogStoreException(file, $"line {failure.Line}: {failure.Problem}"); }
        foreach (var witness in policy!.Witnesses.Where(witness => witness.Url is not null && !IsAddress(witness.Url)))
        {
            throw new LogStoreException(file, $"witness {witness.Name}: '{witness.Url}' is not an address with http:// or https://");
        }
        return policy;
    }

    private static bool IsAddress(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) && uri.Query.Length == 0;
}
