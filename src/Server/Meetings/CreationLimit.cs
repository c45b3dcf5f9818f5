// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Serving;

namespace Vigil.Server.Meetings;

/// <summary>How many meetings one address may register.</summary>
internal sealed class CreationLimit(TimeProvider time) : AddressLimit(perSecond: 1, burst: 60, time);
