// SPDX-License-Identifier: Apache-2.0
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

// Every native signature is blittable; anything else must fail to compile, not be converted in silence.
[assembly: DisableRuntimeMarshalling]
// libcrypto comes from the system's library folders only, never from the working directory.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
