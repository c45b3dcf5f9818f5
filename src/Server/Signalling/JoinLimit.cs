// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Serving;

namespace Vigil.Server.Signalling;

/// <summary>How many joins one address may try: a whole office behind one address may come, but nobody guesses links here.</summary>
internal sealed class JoinLimit(TimeProvider time) : AddressLimit(perSecond: 2, burst: 300, time);
