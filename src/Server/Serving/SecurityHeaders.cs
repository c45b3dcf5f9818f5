// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Serving;

/// <summary>What browsers may do with our answers: on all of them, errors included.</summary>
internal static class SecurityHeaders
{
    // The page carries the same policy (web/build/contentPolicy.ts), but for frame-ancestors, which only a header can say.
    // connect-src 'self' covers the WebSocket of the same host. The two trusted types: Svelte's templates, the encryption worker's address.
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self'; connect-src 'self'; worker-src 'self'; "
        + "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
        + "trusted-types svelte-trusted-html vigil-worker";

    public static void Set(HttpResponse response, bool isPublic)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers["Referrer-Policy"] = "no-referrer";
        headers.XContentTypeOptions = "nosniff";
        headers["Permissions-Policy"] = "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (isPublic) { headers.StrictTransportSecurity = "max-age=31536000"; }
    }
}
