// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Serving;

/// <summary>What browsers may do with our answers: on all of them, errors included.</summary>
internal static class SecurityHeaders
{
    // 'wasm-unsafe-eval' compiles WebAssembly, it does not open eval. connect-src 'self' covers the WebSocket of the same host.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
        + "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'none'; require-trusted-types-for 'script'";

    public static void Set(HttpResponse response, bool isPublic)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers["Referrer-Policy"] = "no-referrer";
        headers.XContentTypeOptions = "nosniff";
        headers["Permissions-Policy"] = "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (isPublic) { headers.StrictTransportSecurity = "max-age=31536000"; }
    }
}
