using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Engines;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Lifecycle;

/// <summary>
/// Makes a company: a row that says Provisioning, then its database, then the row that says Active. Each step can be repeated,
/// so a killed process is resumed by calling it again with the same id.
/// </summary>
public sealed class CompanyProvisioner(ControlPlaneDatabase controlPlane, IDatabaseEngine engine, Snapshots snapshots, TimeProvider time)
{
    /// <summary>Makes the company, or finishes making it.</summary>
    /// <exception cref="InvalidOperationException">The catalog does not know it after all: the control plane refused the row.</exception>
    public async Task<CatalogEntry> ProvisionAsync(
        CompanyId id,
        string name,
        CompanyKind kind,
        string server,
        CancellationToken cancellationToken
    )
    {
        await RegisterAsync(id, name, kind, server, cancellationToken);
        var company = snapshots.Catalog.Find(id) ?? throw new InvalidOperationException($"Company {id} could not be registered.");
        if (company.State != CompanyState.Provisioning)
        {
            return company;
        }

        await engine.CreateCompanyDatabaseAsync(company, cancellationToken);
        await ActivateAsync(id, cancellationToken);
        return snapshots.Catalog.Find(id)!;
    }

    private Task<Result<bool>> RegisterAsync(
        CompanyId id,
        string name,
        CompanyKind kind,
        string server,
        CancellationToken cancellationToken
    ) =>
        controlPlane.WriteAsync<bool>(
            async (context, token) =>
            {
                if (await context.Companies.AnyAsync(row => row.Id == id, token))
                {
                    return false;
                }

                if (!await context.Servers.AnyAsync(row => row.Name == server, token))
                {
                    context.Servers.Add(
                        new ServerRow
                        {
                            Name = server,
                            Engine = engine.Name,
                            Region = "local",
                        }
                    );
                }

                context.Companies.Add(
                    new CompanyRow
                    {
                        Id = id,
                        Name = name,
                        Kind = kind,
                        State = CompanyState.Provisioning,
                        Server = server,
                        Database = engine.DatabaseNameFor(id),
                        SchemaVersion = SchemaVersions.Newest,
                        CreatedAt = time.GetUtcNow(),
                    }
                );
                return true;
            },
            cancellationToken
        );

    private Task<Result<bool>> ActivateAsync(CompanyId id, CancellationToken cancellationToken) =>
        controlPlane.WriteAsync<bool>(
            async (context, token) =>
            {
                var row = await context.Companies.SingleAsync(row => row.Id == id, token);
                if (row.State == CompanyState.Provisioning)
                {
                    row.State = CompanyState.Active;
                    row.Version++;
                }

                return true;
            },
            cancellationToken
        );
}
