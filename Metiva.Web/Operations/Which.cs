using Metiva.Domain.Companies;

namespace Metiva.Web.Operations;

/// <summary>Which companies a command is about: one by its id, or <c>--all</c>.</summary>
internal static class Which
{
    private const string All = "--all";

    internal static bool Understands(string which) => which == All || Guid.TryParseExact(which, "D", out _);

    internal static IReadOnlyList<CompanyId> Of(string which, IReadOnlyList<CompanyId> known) =>
        which == All ? known : [new CompanyId(Guid.ParseExact(which, "D"))];
}
