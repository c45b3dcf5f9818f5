// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Sfu;

/// <summary>Why the media plane did not do what was asked.</summary>
public enum MediaError
{
    None,

    /// <summary>No such transport, producer or consumer here.</summary>
    NotFound,

    /// <summary>It exists but is not in the state this needs; the problem says which.</summary>
    WrongState,

    /// <summary>RTP or DTLS parameters this media plane does not speak.</summary>
    Unsupported,

    /// <summary>A limit is reached; the problem names it.</summary>
    Full,
}

/// <summary>Done, or why not. The problem is a sentence for the client's developer and holds nothing secret.</summary>
public readonly record struct MediaResult(MediaError Error, string? Problem)
{
    public bool IsOk => Error == MediaError.None;

    public static MediaResult Ok => default;

    internal static MediaResult NotFound(string what) => new(MediaError.NotFound, $"There is no such {what}.");
}

/// <summary>A value, or why there is none.</summary>
public readonly record struct MediaResult<T>(MediaError Error, string? Problem, T? Value)
    where T : class
{
    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(true, nameof(Value))]
    public bool IsOk => Error == MediaError.None;

    // A value or a failure turns into a result by itself, so that methods read "return id" and "return NotFound(...)".
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2225", Justification = "Results are made in this assembly only.")]
    public static implicit operator MediaResult<T>(T value) => new(MediaError.None, null, value);

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2225", Justification = "Results are made in this assembly only.")]
    public static implicit operator MediaResult<T>(MediaResult failure) => new(failure.Error, failure.Problem, null);
}
