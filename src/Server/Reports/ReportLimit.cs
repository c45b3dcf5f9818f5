// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Serving;

namespace Vigil.Server.Reports;

/// <summary>How many reports one address may post: each costs a file, and signatures to verify.</summary>
internal sealed class ReportLimit(TimeProvider time) : AddressLimit(perSecond: 1.0 / 60, burst: 10, time);
