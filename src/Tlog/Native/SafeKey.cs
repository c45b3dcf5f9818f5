// SPDX-License-Identifier: Apache-2.0
using Microsoft.Win32.SafeHandles;

namespace Vigil.Tlog.Native;

/// <summary>An EVP_PKEY. libcrypto clears a private key's bytes when it frees it.</summary>
internal sealed class SafeKey() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        Libcrypto.EVP_PKEY_free(handle);
        return true;
    }
}
