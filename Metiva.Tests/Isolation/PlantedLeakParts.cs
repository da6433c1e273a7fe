using System.Collections.Concurrent;
using System.Data.Common;
using System.Security.Claims;
using Dapper;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Mail;
using Metiva.Tests.Support;
using Metiva.Web.Shell.Mailing;
using Metiva.Web.Shell.Notifications;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tests.Isolation;

/// <summary>Puts a middleware before all others.</summary>
internal sealed class LeakFilter(Action<IApplicationBuilder> add) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            add(app);
            next(app);
        };
}

/// <summary>Remembers every session that ever was.</summary>
internal sealed class SessionKeeper(ChangeFeed feed, Snapshots snapshots, ConcurrentDictionary<SessionId, SessionEntry> known)
    : Microsoft.Extensions.Hosting.IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        feed.Applied += () =>
        {
            foreach (var session in snapshots.Sessions.Entries)
            {
                known[session.Id] = session;
            }
        };
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

#pragma warning disable RS0030 // The fault itself: a component that asks the ambient request which company it is for.
/// <summary>Lets a header say which company it is.</summary>
internal sealed class HeaderSelectsCompany(IHttpContextAccessor accessor, Snapshots snapshots) : IClaimsTransformation
{
    public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
    {
        var header = accessor.HttpContext?.Request.Headers["X-Tenant"].ToString();
        var session = snapshots.Sessions.Entries.FirstOrDefault(session => session.CompanyId?.ToString() == header);
        if (string.IsNullOrEmpty(header) || session is null)
        {
            return Task.FromResult(principal);
        }

        return Task.FromResult(
            new ClaimsPrincipal(
                new ClaimsIdentity(
                    [
                        new Claim(ClaimNames.Person, session.PersonId.ToString()),
                        new Claim(ClaimNames.Session, session.Id.ToString()),
                        new Claim(ClaimNames.Company, header),
                    ],
                    ClaimNames.Scheme
                )
            )
        );
    }
}
#pragma warning restore RS0030

/// <summary>Reads every stamp as the one of the request itself.</summary>
internal sealed class AlwaysCurrent(TenantScope scope) : IDataProtectionProvider, IDataProtector
{
    public IDataProtector CreateProtector(string purpose) => this;

    public byte[] Protect(byte[] plaintext) => plaintext;

    public byte[] Unprotect(byte[] protectedData) =>
        System.Text.Encoding.UTF8.GetBytes($"{scope.Context.CompanyId} {scope.Context.SessionId} {scope.Context.ViewAsClient}");
}

/// <summary>Opens what it likes.</summary>
internal sealed class LeakingEngine(IDatabaseEngine inner) : EngineDecorator(inner)
{
    public required Func<CatalogEntry, CancellationToken, ValueTask<DbConnection>> Open { get; init; }

    public override ValueTask<DbConnection> OpenCompanyAsync(CatalogEntry company, CancellationToken cancellationToken) =>
        Open(company, cancellationToken);
}

/// <summary>Company B, whoever asks.</summary>
internal static class Elsewhere
{
    /// <summary>The services of a scope that is bound to B, as long as the host lives.</summary>
    public static IServiceProvider AtB(IServiceProvider services)
    {
        var scope = services.GetRequiredService<IServiceScopeFactory>().CreateScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Freeze(services.GetRequiredService<Binder>().BindWork(SentinelWorld.B, []));
        return scope.ServiceProvider;
    }
}

/// <summary>Puts B's notifications into the digest, whichever company it is made for.</summary>
internal sealed class LeakingDigest(CompanyDatabase database, MailOutbox outbox, IServiceProvider services) : IWorkHandler
{
    public string Kind => NotificationDigestHandler.KindName;

    public async Task RunAsync(WorkRun run, CancellationToken cancellationToken)
    {
        var facts = await Elsewhere
            .AtB(services)
            .GetRequiredService<CompanyDatabase>()
            .ReadAsync(
                async (connection, _) => (await connection.QueryAsync<string>("SELECT Facts FROM Notifications LIMIT 3")).AsList(),
                cancellationToken
            );
        await database.WriteAsync<bool>(
            (write, _) =>
            {
                outbox.Queue(
                    write,
                    new MailDraft
                    {
                        Kind = MailKinds.Digest,
                        To = MailAddress.TryParse("reader@example.org")!,
                        Language = "nl",
                        Subject = "Digest",
                        Text = string.Join('\n', facts),
                    }
                );
                run.Complete(write);
                return Task.FromResult<Result<bool>>(true);
            },
            cancellationToken
        );
    }
}
