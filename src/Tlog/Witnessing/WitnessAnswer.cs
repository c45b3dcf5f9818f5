// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Tlog.Witnessing;

/// <summary>What a witness says; the number is the HTTP status.</summary>
public enum WitnessAnswer
{
    /// <summary>Consistent: persist the new head, then cosign.</summary>
    Cosign = 200,

    /// <summary>The old size is above the checkpoint's, or the text is no checkpoint.</summary>
    BadRequest = 400,

    /// <summary>No signature by a key that is trusted for this origin, or one that fails.</summary>
    NotSigned = 403,
    UnknownOrigin = 404,

    /// <summary>The old size is not the last one that was cosigned; the body is that size.</summary>
    OtherSize = 409,

    /// <summary>The proof does not hold, or another root was cosigned at this size.</summary>
    NotConsistent = 422,
}
