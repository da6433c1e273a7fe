using Metiva.Domain.Companies;

namespace Metiva.Tenancy.CompanyData;

/// <summary>
/// The database's own statement of whose it is. One row, written when the database is made; the connection factory compares it with
/// the bound company once per physical connection.
/// </summary>
public sealed class CompanyIdentity
{
    /// <summary>The key of the only row.</summary>
    public const int OnlyId = 1;

    /// <summary>Always <see cref="OnlyId"/>.</summary>
    public int Id { get; private set; } = OnlyId;

    /// <summary>The company whose database this is. The database refuses to change it.</summary>
    public required CompanyId CompanyId { get; init; }

    /// <summary>The version of the schema, from 1; a rollout raises it together with the schema.</summary>
    public required int SchemaVersion { get; set; }
}
