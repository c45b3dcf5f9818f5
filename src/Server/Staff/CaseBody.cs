// SPDX-License-Identifier: Apache-2.0
using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json.Serialization;
using Vigil.Orders.Proposals;

namespace Vigil.Server.Staff;

/// <summary>What the statement of reasons says beyond the proposal; the words are those of the EU's DSA transparency database.</summary>
internal sealed record CaseBody(
    string Facts, string Explanation, string Category, IReadOnlyList<string> ContentType, string ContentDate, string Source,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? LegalGround = null)
{
    private static readonly FrozenSet<string> Categories = Words(
        "STATEMENT_CATEGORY_",
        "ANIMAL_WELFARE CONSUMER_INFORMATION CYBER_VIOLENCE CYBER_VIOLENCE_AGAINST_WOMEN DATA_PROTECTION_AND_PRIVACY_VIOLATIONS ILLEGAL_OR_HARMFUL_SPEECH "
        + "INTELLECTUAL_PROPERTY_INFRINGEMENTS NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS NOT_SPECIFIED_NOTICE OTHER_VIOLATION_TC PROTECTION_OF_MINORS "
        + "RISK_FOR_PUBLIC_SECURITY SCAMS_AND_FRAUD SELF_HARM UNSAFE_AND_PROHIBITED_PRODUCTS VIOLENCE");

    /// <summary>Without CONTENT_TYPE_OTHER, which would need words of its own.</summary>
    private static readonly FrozenSet<string> ContentTypes = Words("CONTENT_TYPE_", "APP AUDIO IMAGE PRODUCT SYNTHETIC_MEDIA TEXT VIDEO");

    private static readonly FrozenSet<string> Sources = Words("SOURCE_", "ARTICLE_16 TRUSTED_FLAGGER TYPE_OTHER_NOTIFICATION VOLUNTARY");

    public static bool IsNeededFor(Proposal p) => p.Traits.IsSanction || p.Traits.IsBreakglass;

    public static bool IsLaw(Proposal p) => p.Ground.StartsWith("law:", StringComparison.Ordinal);

    /// <summary>The first member that does not fit, or null.</summary>
    public string? FindFault(Proposal p)
    {
        if (!IsText(Facts, 5000)) { return "facts"; }
        if (!IsText(Explanation, 2000)) { return "explanation"; }
        if (!Categories.Contains(Category)) { return "category"; }
        if (ContentType.Count is < 1 or > 7 || ContentType.Distinct().Count() != ContentType.Count || !ContentType.All(ContentTypes.Contains)) { return "contentType"; }
        if (!DateOnly.TryParseExact(ContentDate, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) { return "contentDate"; }
        if (!Sources.Contains(Source)) { return "source"; }
        return LegalGround is not null == IsLaw(p) && (LegalGround is null || IsText(LegalGround, 500)) ? null : "legalGround";
    }

    private static bool IsText(string text, int most) => text.Length >= 1 && text.Length <= most;

    private static FrozenSet<string> Words(string prefix, string words) => words.Split(' ').Select(word => prefix + word).ToFrozenSet(StringComparer.Ordinal);
}
