// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Serving;

/// <summary>Which compressed forms a client says that it can read.</summary>
internal static class AcceptedEncoding
{
    public static bool Has(HttpRequest request, string encoding) =>
        request.GetTypedHeaders().AcceptEncoding.Any(value => value.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && value.Quality is not 0);
}
