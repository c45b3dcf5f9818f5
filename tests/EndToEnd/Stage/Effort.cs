// SPDX-License-Identifier: Apache-2.0
namespace Vigil.EndToEnd.Stage;

/// <summary>What takes a minute, or says again in another language what one language has shown, belongs to <c>./test --long</c>.</summary>
internal static class Effort
{
    public static bool IsLong { get; } = int.TryParse(Environment.GetEnvironmentVariable("VIGIL_FUZZ_SECONDS"), out var seconds) && seconds > 0;

    public static void NeedsLong() => Assert.SkipUnless(IsLong, "runs with ./test --long");
}
