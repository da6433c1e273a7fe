using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Settings;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Settings;
using Metiva.Tests.Support;
using Metiva.Web.Workspace.Settings;

namespace Metiva.Tests.Settings;

/// <summary>Settings as tests set and read them.</summary>
internal static class SettingsBench
{
    /// <summary>Sets one value of a group and leaves the others as they are.</summary>
    public static async Task<Result<long>> SetAsync(
        this TenancyBench bench,
        CompanyId company,
        SettingsGroup group,
        string field,
        string value,
        Role role = Role.Owner
    )
    {
        using var scope = bench.As(role, company);
        var view = (await scope.Get<SettingsQuery>().Run(group, SettingsQuery.Step, CancellationToken.None)).Value;
        var values = view.Texts.ToDictionary(StringComparer.Ordinal);
        values[field] = value;
        return await scope.Get<SaveSettings>().Run(new(group.Key, view.Version, values), CancellationToken.None);
    }

    public static async Task<T> SettingsAsync<T>(this TenancyBench bench, CompanyId company, Role role = Role.Owner)
        where T : class
    {
        using var scope = bench.As(role, company);
        return await scope.Get<CompanySettings>().GetAsync<T>(CancellationToken.None);
    }

    public static async Task<SettingsView> ViewAsync(this TenancyBench bench, CompanyId company, SettingsGroup group)
    {
        using var scope = bench.As(Role.Owner, company);
        return (await scope.Get<SettingsQuery>().Run(group, SettingsQuery.Step, CancellationToken.None)).Value;
    }
}
