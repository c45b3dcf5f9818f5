// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Entries;

namespace Vigil.Cli.Monitoring;

/// <summary>An entry in one line for people.</summary>
internal static class EntryWords
{
    private const int MostCharacters = 120;

    public static string Title(LogEntry entry) => entry.Type switch
    {
        EntryTypes.Genesis => $"The log {Text(entry, "origin")} begins",
        EntryTypes.ServerKey => $"Key for {Text(entry, "purpose")}: {Text(entry, "state")}",
        EntryTypes.Release => $"Release {Text(entry, "version")}",
        EntryTypes.WitnessChange => "The witnesses change",
        EntryTypes.Schema => $"Version {Text(entry, "version")} keeps other things: all tables of the database",
        EntryTypes.Statement => $"Statement: {Text(entry, "text")}",
        EntryTypes.RosterChange => "The staff roster changes",
        EntryTypes.PolicyChange => "The rules for staff change",
        EntryTypes.ActionProposed => "Staff propose an action",
        EntryTypes.ActionAuthorised => $"Order: {Text(entry, "action")}, {Text(entry, "ground")}",
        EntryTypes.Breakglass => $"BREAK-GLASS: {Text(entry, "action")}, {Text(entry, "ground")}",
        EntryTypes.ActionRefused => "An attempt by staff was refused",
        EntryTypes.ActionExecuted => $"Order {Text(entry, "order")} was carried out",
        EntryTypes.ActionVetoed => $"A veto against order {Text(entry, "order")}",
        EntryTypes.ActionExpired => $"Order {Text(entry, "order")} has expired ({Text(entry, "reason")})",
        EntryTypes.ActionReversed => $"Order {Text(entry, "target")} is reversed",
        EntryTypes.DataDisclosed => $"Data were disclosed under order {Text(entry, "order")}",
        EntryTypes.DataNone => "Data were asked for, and nothing was held",
        EntryTypes.NoticeSent => $"The person concerned by order {Text(entry, "order")} was told",
        EntryTypes.NoticeDelayed => $"Notice of order {Text(entry, "order")} is delayed until {Text(entry, "until")}",
        EntryTypes.AppealFiled => $"An appeal against order {Text(entry, "order")}",
        EntryTypes.AppealDecided => $"Appeal {Text(entry, "target")}: {Text(entry, "action")}",
        EntryTypes.RequestReceived => "A request was received",
        EntryTypes.RequestOpened => $"Sealed request {Text(entry, "request")} is opened",
        _ => $"{entry.Type} (a type that this version does not know)",
    };

    private static string Text(LogEntry entry, string member)
    {
        // What a broken entry of a good form leaves out is not a reason to have no feed.
        var text = entry.Body.TryGetProperty(member, out var value) ? value.GetString()! : "?";
        return text.Length <= MostCharacters ? text : string.Concat(text.AsSpan(0, MostCharacters), "…");
    }
}
