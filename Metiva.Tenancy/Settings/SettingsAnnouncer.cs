using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Settings;

/// <summary>
/// Tells every node that a company's settings were changed: how often, and the one of them that the registry itself goes by. Safe to
/// repeat, in any order.
/// </summary>
public sealed class SettingsAnnouncer(ControlPlaneDatabase controlPlane)
{
    /// <summary>Says it.</summary>
    /// <exception cref="BindingRefusedException">The control plane cannot be written.</exception>
    internal Task AnnounceAsync(CompanyId company, long version, int? sessionIdleMinutes, CancellationToken cancellationToken) =>
        controlPlane.WriteAsync<bool>(
            async (context, token) =>
            {
                var news = await context
                    .Companies.Where(row => row.Id == company && row.SettingsVersion < version)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(row => row.SettingsVersion, version)
                                .SetProperty(row => row.SessionIdleMinutes, sessionIdleMinutes),
                        token
                    );
                if (news > 0)
                {
                    await context.AnnounceAsync([new ChangeKey(ChangeKind.Company, company.Value)], token);
                }

                return news > 0;
            },
            cancellationToken
        );
}
