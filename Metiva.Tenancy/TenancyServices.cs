using Metiva.Tenancy.Auditing;
using Metiva.Tenancy.Auditing.Chain;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Connections;
using Metiva.Tenancy.Connections.Limits;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Credentials.Rotation;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Engines.Copying;
using Metiva.Tenancy.Engines.Sqlite;
using Metiva.Tenancy.Engines.SqlServer;
using Metiva.Tenancy.Features;
using Metiva.Tenancy.Files;
using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Lifecycle;
using Metiva.Tenancy.Lifecycle.Moves;
using Metiva.Tenancy.Mail;
using Metiva.Tenancy.Memberships;
using Metiva.Tenancy.Notifications;
using Metiva.Tenancy.Operations;
using Metiva.Tenancy.Rollouts;
using Metiva.Tenancy.Servers;
using Metiva.Tenancy.Sessions;
using Metiva.Tenancy.Settings;
using Metiva.Tenancy.Usage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Metiva.Tenancy;

/// <summary>Puts the tenancy into a host.</summary>
public static class TenancyServices
{
    /// <summary>Adds binding, snapshots, the control plane, the company database and the engine of this installation.</summary>
    public static IServiceCollection AddTenancy(this IServiceCollection services, IConfiguration configuration)
    {
        PortableValues.RegisterDapper();
        services.TryAddSingleton(TimeProvider.System);
        services
            .AddOptions<TenancyOptions>()
            .Bind(configuration.GetSection("Tenancy"))
            .ValidateDataAnnotations()
            .Validate(
                options => options.Engine is "Sqlite" or SqlServerEngine.EngineName,
                "Tenancy:Engine names no engine of this build. It has: Sqlite, SqlServer."
            )
            .Validate(options => options.StatementTimeouts.AreInRange, "Tenancy:StatementTimeouts are more than zero and at most an hour.")
            .Validate(
                options => options.Work.AreInRange,
                "Tenancy:Work holds a number or a time that is out of range; see docs/operations.md."
            )
            .Validate(options => options.Mail.Problem() is null, "Tenancy:Mail holds something that it may not; see docs/operations.md.")
            .ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<TenancyOptions>>().Value);

        services.AddVault(configuration);
        services.AddSingleton(InstallationFeatures.Read(configuration));
        services.AddSingleton<Snapshots>();
        services.AddSingleton<ChangeFeed>();
        services.AddHostedService<ChangeFeedService>();
        services.AddSingleton<ControlPlaneDatabase>();
        services.AddSingleton<ConnectionBudget>();
        services.AddSingleton(provider => new CompanyConnections(
            provider.GetRequiredService<IDatabaseEngine>(),
            provider.GetRequiredService<ConnectionBudget>(),
            provider.GetRequiredService<GrownLogs>(),
            provider.GetRequiredService<TenancyOptions>()
        ));
        services.AddSingleton<CompanyProvisioner>();
        services.AddSingleton(provider => new CompanySeeder(
            provider.GetRequiredService<CompanyConnections>(),
            provider.GetRequiredService<IDatabaseEngine>(),
            provider.GetRequiredService<CompanyFileStores>(),
            provider.GetRequiredService<Snapshots>(),
            provider.GetRequiredService<IHostEnvironment>(),
            provider.GetRequiredService<TimeProvider>()
        ));

        services.AddSingleton<BindingCounters>();
        services.AddSingleton<Binder>();
        services.AddSingleton<PersonBinder>();
        services.AddSingleton<NotificationSignals>();
        services.AddSingleton(provider => new NotificationFeed(
            provider.GetRequiredService<NotificationSignals>(),
            provider.GetRequiredService<Snapshots>(),
            provider.GetRequiredService<CompanyConnections>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<NotificationFeed>>()
        ));
        services.AddHostedService(provider => provider.GetRequiredService<NotificationFeed>());
        services.AddScoped<TenantScope>();
        services.AddSingleton<PersonTurns>();
        services.AddScoped(provider => new CompanyDatabase(
            provider.GetRequiredService<TenantScope>(),
            provider.GetRequiredService<CompanyConnections>(),
            provider.GetRequiredService<PersonTurns>(),
            provider.GetRequiredService<WorkQueue>(),
            provider.GetRequiredService<NotificationSignals>(),
            provider.GetRequiredService<IDatabaseEngine>(),
            provider.GetRequiredService<BindingCounters>(),
            provider.GetRequiredService<TenancyOptions>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddScoped<NodeOverview>();

        services.AddSingleton<SignInSessions>();
        services.AddSingleton<CompanyChoices>();
        services.AddSingleton<OwnProfiles>();
        services.AddHostedService<SessionActivityService>();

        services.AddAuditChain();
        services.AddSingleton(provider => new SchemaUpgrades(
            provider.GetRequiredService<IDatabaseEngine>(),
            provider.GetRequiredService<CompanyConnections>(),
            provider.GetRequiredService<ControlPlaneDatabase>()
        ));
        services.AddHostedService<SchemaUpgradeService>();
        services.AddWork();
        services.AddMail();
        AddMemberships(services);
        services.AddCompanySettings();
        services.AddUsage();
        AddServers(services);
        AddMoves(services);
        services.AddCredentialRotation();
        services.AddFiles(configuration);
        if (configuration["Tenancy:Engine"] == SqlServerEngine.EngineName)
        {
            services.AddSqlServer(configuration);
        }
        else
        {
            services.AddSqlite();
        }

        return services;
    }

    private static void AddMemberships(IServiceCollection services)
    {
        services.AddSingleton<CompanyAuditWriter>();
        services.AddSingleton(provider => new MembershipChanges(
            provider.GetRequiredService<ControlPlaneDatabase>(),
            provider.GetRequiredService<CompanyAuditWriter>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton(provider => new CompanyStateChanges(
            provider.GetRequiredService<ControlPlaneDatabase>(),
            provider.GetRequiredService<CompanyAuditWriter>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton(provider => new Invitations(
            provider.GetRequiredService<ControlPlaneDatabase>(),
            provider.GetRequiredService<MembershipChanges>(),
            provider.GetRequiredService<CompanyAuditWriter>(),
            provider.GetRequiredService<Snapshots>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton<PendingChangesService>();
        services.AddHostedService(provider => provider.GetRequiredService<PendingChangesService>());
        services.AddScoped<AuditedRegistryWrite>();
        services.AddScoped<CompanyMembers>();
        services.AddScoped<ChangeMemberRoles>();
        services.AddScoped<RemoveMember>();
        services.AddScoped<InviteMember>();
        services.AddScoped<RevokeInvitation>();
        services.AddScoped<EndMemberSessions>();
        services.AddSingleton<FirstOwner>();
        services.AddSingleton<ErasureRegistry>();
        services.AddSingleton<CompanyEraser>();
        services.AddHostedService<ClosingWatch>();
        services.AddSingleton(provider => new CompanyOperations(
            provider.GetRequiredService<IDatabaseEngine>(),
            provider.GetRequiredService<ChangeFeed>(),
            provider.GetRequiredService<Snapshots>(),
            provider.GetRequiredService<ControlPlaneDatabase>(),
            provider.GetRequiredService<CompanyProvisioner>(),
            provider.GetRequiredService<FirstOwner>(),
            provider.GetRequiredService<CompanyEraser>()
        ));
        services.AddScoped<CompanyRegistry>();
        services.AddScoped<SuspendCompany>();
        services.AddScoped<ResumeCompany>();
    }

    private static void AddMoves(IServiceCollection services)
    {
        services.AddSingleton<MoveAudit>();
        services.AddSingleton(provider => new CompanyMover(
            provider.GetRequiredService<ControlPlaneDatabase>(),
            provider.GetRequiredService<ICompanyCopy>(),
            provider.GetRequiredService<MoveAudit>(),
            provider.GetRequiredService<IDatabaseEngine>(),
            provider.GetRequiredService<Snapshots>(),
            provider.GetRequiredService<TenancyOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<CompanyMover>>()
        ));
        services.AddHostedService<CompanyMovesService>();
        services.AddScoped(provider => new MoveCompany(
            provider.GetRequiredService<TenantScope>(),
            provider.GetRequiredService<Snapshots>(),
            provider.GetRequiredService<ControlPlaneDatabase>(),
            provider.GetRequiredService<IDatabaseEngine>(),
            provider.GetRequiredService<ICompanyCopy>(),
            provider.GetRequiredService<MoveAudit>(),
            provider.GetRequiredService<CompanyMover>(),
            provider.GetRequiredService<TenancyOptions>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddScoped<CancelMove>();
        services.AddScoped<RetryMove>();
        services.AddScoped(provider => new LeaveBehind(
            provider.GetRequiredService<TenantScope>(),
            provider.GetRequiredService<ControlPlaneDatabase>(),
            provider.GetRequiredService<MoveAudit>(),
            provider.GetRequiredService<CompanyMover>(),
            provider.GetRequiredService<TimeProvider>()
        ));
    }

    private static void AddServers(IServiceCollection services)
    {
        services.AddSingleton<ServerHealth>();
        services.AddHostedService<ServerHealthService>();
        services.AddHostedService<UnfinishedCompaniesService>();
        services.AddScoped<ServerRegistry>();
        services.AddScoped<RegisterServer>();
        services.AddScoped<ChangeServer>();
        services.AddScoped<OpenServer>();
        services.AddScoped<CloseServer>();
        services.AddScoped(provider => new CheckServer(
            provider.GetRequiredService<TenantScope>(),
            provider.GetRequiredService<Snapshots>(),
            provider.GetRequiredService<ServerHealth>()
        ));
        services.AddScoped(provider => new ChangePlan(
            provider.GetRequiredService<TenantScope>(),
            provider.GetRequiredService<Snapshots>(),
            provider.GetRequiredService<ControlPlaneDatabase>(),
            provider.GetRequiredService<CompanyAuditWriter>(),
            provider.GetRequiredService<TimeProvider>()
        ));
    }
}
