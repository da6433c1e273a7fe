using Metiva.Domain.Companies;
using Metiva.Domain.Plans;
using Metiva.Domain.Servers;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Servers;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Lifecycle;

/// <summary>A company to be made.</summary>
/// <param name="Id">Names it, also when it is asked for again after a crash.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Agency or client.</param>
/// <param name="Server">The server that it is put on.</param>
/// <param name="Plan">What it has booked.</param>
/// <param name="OutsideEu">Said by whoever asks: its data stands outside the EU.</param>
public sealed record NewCompany(
    CompanyId Id,
    string Name,
    CompanyKind Kind,
    string Server,
    Plan Plan = Plan.Standard,
    bool OutsideEu = false
);

/// <summary>
/// Makes a company: a row that says Provisioning, then its database, then the row that says Active. Each step can be repeated, so a
/// killed process is resumed by calling it again with the same id, or by the next start.
/// </summary>
public sealed class CompanyProvisioner(ControlPlaneDatabase controlPlane, IDatabaseEngine engine, Snapshots snapshots, TimeProvider time)
{
    /// <summary>Called with the name of each step that has just been done: <c>registered</c>, <c>created</c>, <c>activated</c>.</summary>
    internal Func<string, Task>? AfterStep { get; init; }

    /// <summary>Makes the company, or finishes making it.</summary>
    /// <exception cref="InvalidOperationException">It may not stand on that server.</exception>
    public async Task<CatalogEntry> ProvisionAsync(
        CompanyId id,
        string name,
        CompanyKind kind,
        string server,
        CancellationToken cancellationToken
    )
    {
        var made = await ProvisionAsync(new NewCompany(id, name, kind, server), cancellationToken);
        return made.Ok ? made.Value : throw new InvalidOperationException($"Company {id} could not be made: {made.Error!.Message}");
    }

    /// <summary>Makes the company, or finishes making it; a refusal leaves nothing behind.</summary>
    public async Task<Result<CatalogEntry>> ProvisionAsync(NewCompany company, CancellationToken cancellationToken)
    {
        // Until it is active nobody can do anything with it, so a new row is not read back; its server has to be known, though.
        var registered = await controlPlane.WriteAsync<Registered>(
            (context, token) => RegisterAsync(context, company, token),
            registered => !registered.IsNew || snapshots.Servers.Find(company.Server) is null,
            cancellationToken
        );
        if (!registered.Ok)
        {
            return registered.Error!;
        }

        if (registered.Value.IsNew)
        {
            await ReachedAsync("registered");
        }

        return await FinishAsync(registered.Value.IsNew ? registered.Value.Company : Known(company.Id), cancellationToken);
    }

    /// <summary>Finishes what was begun; gives the company as it is when there is nothing to finish.</summary>
    internal async Task<CatalogEntry> FinishAsync(CatalogEntry company, CancellationToken cancellationToken)
    {
        if (company.State != CompanyState.Provisioning)
        {
            return company;
        }

        await engine.CreateCompanyDatabaseAsync(company, cancellationToken);
        await ReachedAsync("created");
        await controlPlane.WriteAsync<bool>((context, token) => ActivateAsync(context, company.Id, token), cancellationToken);
        await ReachedAsync("activated");
        return Known(company.Id);
    }

    private CatalogEntry Known(CompanyId id) =>
        snapshots.Catalog.Find(id) ?? throw new InvalidOperationException($"The catalog does not know company {id}.");

    // The decision and the row are one transaction, and writers of the control plane take turns: two cannot both find the server free.
    private async Task<Result<Registered>> RegisterAsync(
        ControlPlaneContext context,
        NewCompany company,
        CancellationToken cancellationToken
    )
    {
        if (await context.Companies.SingleOrDefaultAsync(row => row.Id == company.Id, cancellationToken) is { } known)
        {
            return new Registered(EntryOf(known), IsNew: false);
        }

        var server =
            await ServerStandings.OfAsync(context, company.Server, company.Id, cancellationToken)
            ?? await FirstServerAsync(context, company, cancellationToken);
        var refused =
            Placement.Put(engine.Name, company.Plan, server)
            ?? Placement.Cross(from: null, server!.Region, new RegionDecision(OutsideEu: company.OutsideEu));
        if (refused is not null)
        {
            return refused;
        }

        var row = new CompanyRow
        {
            Id = company.Id,
            Name = company.Name,
            Kind = company.Kind,
            State = CompanyState.Provisioning,
            Server = company.Server,
            Database = engine.DatabaseNameFor(company.Id),
            SchemaVersion = SchemaVersions.Newest,
            Plan = company.Plan,
            CreatedAt = time.GetUtcNow(),
        };
        context.Companies.Add(row);
        return new Registered(EntryOf(row), IsNew: true);
    }

    /// <summary>A new installation has one server, the one that its settings name, before anybody could register it.</summary>
    private async Task<ServerStanding?> FirstServerAsync(
        ControlPlaneContext context,
        NewCompany company,
        CancellationToken cancellationToken
    )
    {
        if (await context.Servers.AnyAsync(cancellationToken))
        {
            return null;
        }

        context.Servers.Add(
            new ServerRow
            {
                Name = company.Server,
                Engine = engine.Name,
                Region = engine.HomeRegion,
            }
        );

        // So that the question that follows finds it; all of it is one transaction.
        await context.SaveAndAnnounceAsync(cancellationToken);
        return await ServerStandings.OfAsync(context, company.Server, company.Id, cancellationToken);
    }

    internal static CatalogEntry EntryOf(CompanyRow row) =>
        new(row.Id, row.Name, row.Kind, row.State, row.Server, row.Database, row.SchemaVersion, row.Plan, row.Login);

    private static async Task<Result<bool>> ActivateAsync(ControlPlaneContext context, CompanyId id, CancellationToken cancellationToken)
    {
        var activated = await context
            .Companies.Where(row => row.Id == id && row.State == CompanyState.Provisioning)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, CompanyState.Active).SetProperty(row => row.Version, row => row.Version + 1),
                cancellationToken
            );
        if (activated > 0)
        {
            await context.AnnounceAsync([new ChangeKey(ChangeKind.Company, id.Value)], cancellationToken);
        }

        return true;
    }

    private Task ReachedAsync(string step) => AfterStep?.Invoke(step) ?? Task.CompletedTask;

    private sealed record Registered(CatalogEntry Company, bool IsNew);
}
