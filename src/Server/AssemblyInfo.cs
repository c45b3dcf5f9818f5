// SPDX-License-Identifier: Apache-2.0
using System.Runtime.CompilerServices;

// Only blittable values cross into libcrypto.
[assembly: DisableRuntimeMarshalling]
