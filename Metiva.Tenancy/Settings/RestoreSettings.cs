using Metiva.Domain.Access;
using Metiva.Domain.Settings;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Settings;

/// <summary>Sets one group of the bound company's settings to what it was at an earlier version; that is a new version.</summary>
public sealed class RestoreSettings(TenantScope scope, SettingsWriter writer, TenancyOptions options)
{
    /// <summary>What to restore.</summary>
    /// <param name="Group">The group's key.</param>
    /// <param name="Version">The version that the person saw as the newest.</param>
    /// <param name="Earlier">The version to go back to; 0 is the defaults.</param>
    public sealed record Command(string Group, long Version, long Earlier);

    /// <summary>Does it. The value is the version from now on.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds.</exception>
    public async Task<Result<long>> Run(Command command, CancellationToken cancellationToken)
    {
        if (scope.Context.Lacks(Permissions.Settings.Edit) is { } denied)
        {
            return denied;
        }

        if (SettingsGroups.Find(command.Group) is not { } group)
        {
            return new NotFound();
        }

        return await writer.WriteAsync(
            group,
            command.Version,
            "settings.restored",
            async (data, token) =>
            {
                var stored = command.Earlier == 0 ? null : await StoredAsync(data, command, token);
                if (stored is null && command.Earlier != 0)
                {
                    return new NotFound();
                }

                var values = group.Read(stored).Texts;
                return SaveSettings.Wrong(group, values, scope.Context.CompanyId, options) is { } wrong
                    ? wrong
                    : new Dictionary<string, string>(values, StringComparer.Ordinal);
            },
            cancellationToken
        );
    }

    private static Task<string?> StoredAsync(CompanyData.CompanyContext data, Command command, CancellationToken cancellationToken) =>
        data
            .SettingChanges.Where(change => change.GroupKey == command.Group && change.Version == command.Earlier)
            .Select(change => change.Value)
            .SingleOrDefaultAsync(cancellationToken);
}
