// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Vigil.Server.Log.Files;
using Vigil.Server.Log.Opening;
using Vigil.Server.Serving;
using Vigil.Tlog.Entries;

namespace Vigil.Server.Ceremonies;

/// <summary>What one of the founders opens.</summary>
public sealed record FounderLink(string Member, string Link);

/// <summary>The beginning of a ceremony, or its continuation.</summary>
internal static class CeremonyStart
{
    /// <summary>The log's name and key are made now: they are part of what is signed.</summary>
    public static LogIdentity OpenIdentity(ServeOptions options)
    {
        var usual = options.Origin is { } origin ? OriginName.FromHost(new Uri(origin).Host) : OriginName.FromHost(options.Host);
        return LogIdentity.LoadOrCreate(CeremonyFolder.Open(options.LogOptions.StateFolder), options.LogOrigin, usual, hasLog: false);
    }

    public static (CeremonyRecord Record, IReadOnlyList<FounderLink> Links) Take(
        DurableFolder folder, LogIdentity identity, ServeOptions options, CeremonyPlan? plan, bool newLinks, TimeProvider time)
    {
        if (folder.ReadIfThere(CeremonyRecord.FileName) is not { } bytes) { return Begin(folder, identity, options, plan, time); }
        if (plan is not null) { throw new StartException("a ceremony is under way here, by the plan that it began with: go on without --plan, or begin anew with --start-over"); }
        var record = CeremonyRecord.Read(bytes, folder.PathOf(CeremonyRecord.FileName));
        if (record.LogKey != identity.Signer.Key.ToString()) { throw new StartException($"the ceremony here is for the log '{record.LogKey}', and the key in '{options.LogOptions.StateFolder}' is another"); }
        if (record.WebOrigin != WebOriginOf(options)) { throw new StartException($"the ceremony here is for {record.WebOrigin}: keys are bound to it. Start with the same options, or begin anew with --start-over"); }
        return newLinks ? Invite(folder, record) : (record, []);
    }

    /// <summary>Also in place of links that were lost or went astray: the former ones open nothing then.</summary>
    private static (CeremonyRecord Record, IReadOnlyList<FounderLink> Links) Invite(DurableFolder folder, CeremonyRecord record)
    {
        var (founders, links) = (new List<Founder>(), new List<FounderLink>());
        foreach (var founder in record.Founders)
        {
            var (code, hash) = Codes.Make();
            founders.Add(founder with { Code = hash });
            links.Add(new FounderLink(founder.Member.Id, $"{record.WebOrigin}/ceremony#{code}"));
        }
        record = record with { Founders = founders };
        record.Store(folder);
        return (record, links);
    }

    private static (CeremonyRecord Record, IReadOnlyList<FounderLink> Links) Begin(DurableFolder folder, LogIdentity identity, ServeOptions options, CeremonyPlan? plan, TimeProvider time)
    {
        if (plan is null) { throw new StartException("no ceremony is under way here: a plan is needed"); }
        if (PlanCheck.Problems(plan) is { Count: > 0 } problems) { throw new StartException(string.Join(Environment.NewLine, problems)); }
        var webOrigin = WebOriginOf(options);
        return Invite(folder, new CeremonyRecord(
            1, EntryTime.ToText(time.GetUtcNow()), identity.Origin, identity.Signer.Key.ToString(), new Uri(webOrigin).Host, webOrigin, plan.Template, plan.WritePolicy(),
            [.. plan.Members.Select(member => new Founder(member, ""))]));
    }

    /// <summary>Signatures hold for this address and no other, for ever.</summary>
    private static string WebOriginOf(ServeOptions options)
    {
        if (options.Origin is not null) { return options.Origin; }
        if (!options.IsLoopback || options.Port == 0)
        {
            throw new StartException([new OptionProblem("origin", "needed: security keys sign for one address, as https://meet.example.org, and it can never be another")]);
        }
        var text = string.Create(CultureInfo.InvariantCulture, $"{(options.HasTls ? "https" : "http")}://localhost:{options.Port}");
        return new Uri(text).GetLeftPart(UriPartial.Authority);
    }
}
