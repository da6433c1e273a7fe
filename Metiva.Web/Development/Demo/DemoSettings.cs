using Metiva.Domain.Settings;
using Metiva.Tenancy.Settings;

namespace Metiva.Web.Development.Demo;

/// <summary>How long invitations last, a welcome in the portal and a word on paying, as an account manager would have written them.</summary>
internal static class DemoSettings
{
    public static IEnumerable<object> Make(DemoWorld world) =>
        [
            .. Set(world, SettingsGroups.General, days: 120, new() { ["language"] = "nl", ["invitationDays"] = "14" }),
            .. Set(
                world,
                SettingsGroups.Portal,
                days: 90,
                new()
                {
                    ["welcome"] = $"Welkom bij {world.Company.Name}. Hier vindt u uw facturen, contracten en projecten.",
                    ["contactEmail"] = "vragen@example.org",
                }
            ),
            .. Set(
                world,
                SettingsGroups.Invoicing,
                days: 60,
                new() { ["paymentNote"] = "Betaalt u liever in termijnen? Schrijf ons, dan spreken we dat af." }
            ),
        ];

    private static IEnumerable<object> Set(DemoWorld world, SettingsGroup group, int days, Dictionary<string, string> values)
    {
        var stored = group.Write(values);
        yield return new Setting
        {
            GroupKey = group.Key,
            Form = group.Schema,
            Value = stored,
            Version = 1,
        };
        yield return new SettingChange
        {
            GroupKey = group.Key,
            Version = 1,
            Form = group.Schema,
            Value = stored,
            ChangedAt = world.At(world.Today.AddDays(-days), hour: 9),
            ChangedBy = world.AccountManager.Id,
            ChangedByName = world.AccountManager.Name,
        };
    }
}
