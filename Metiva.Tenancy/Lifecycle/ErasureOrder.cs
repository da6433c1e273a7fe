using Metiva.Domain.Companies;
using Metiva.Domain.Shared;

namespace Metiva.Tenancy.Lifecycle;

/// <summary>A company to be erased.</summary>
/// <param name="Company">Which.</param>
/// <param name="Name">Its name, word for word.</param>
/// <param name="Reason">Why; it stays in the registry's audit.</param>
public sealed record ErasureOrder(CompanyId Company, string? Name, string? Reason);

/// <summary>What was erased.</summary>
/// <param name="Database">The database's name.</param>
/// <param name="Server">Where it was.</param>
/// <param name="Rows">How many rows of the registry went; 0 when somebody else took them away.</param>
public sealed record ErasedCompany(string Database, string Server, int Rows);

/// <summary>Nothing of that id is in the registry.</summary>
public sealed record NoSuchCompany()
    : Error("companies.unknown", "This installation has no company with this id. One that was erased is not there any more.");

/// <summary>What is under way at a company ends first.</summary>
public sealed record ErasureWaits(string What)
    : Error("companies.erasure-waits", $"Something is not finished at this company: {What}. Try again when it is, in a minute or so.")
{
    /// <inheritdoc/>
    public override IReadOnlyList<object> Arguments => [What];
}

/// <summary>The erasure has begun and cannot go on now.</summary>
/// <param name="After">The last step that was done.</param>
/// <param name="Trouble">What stopped it, as the kind of failure.</param>
public sealed record ErasureBrokenOff(string After, string Trouble)
    : Error(
        "companies.erasure-broken-off",
        $"The erasure stopped after the step '{After}': {Trouble}. The company stays closing and is served to nobody. A running host goes on within two minutes, and so does this command when it is given again."
    )
{
    /// <inheritdoc/>
    public override IReadOnlyList<object> Arguments => [After, Trouble];
}
