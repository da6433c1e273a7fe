using System.Text.Json;
using Metiva.Tenancy.Auditing.Subjects;
using Metiva.Tenancy.CompanyData;

namespace Metiva.Web.Development.Demo;

/// <summary>The lines of the company's own audit that say who became what: a grant stands there before it counts.</summary>
internal static class DemoGrants
{
    /// <summary>The audit records' action.</summary>
    public const string Action = "demo.member-added";

    public static IEnumerable<AuditRecord> Make(DemoCompany company, DateTimeOffset now) =>
        from person in DemoPeople.All
        from membership in person.Memberships
        where membership.Company.Id == company.Id
        let name = Personal.Of(person.Id, person.Name)
        select new AuditRecord
        {
            At = now,
            PersonId = null,
            PersonName = "Metiva",
            Action = Action,
            EntityType = "Member",
            EntityId = person.Id.ToString(),
            Summary = $"{name} became {membership.Roles} with the demo data.",
            After = JsonSerializer.Serialize(new { member = name, roles = membership.Roles.ToString() }, JsonSerializerOptions.Web),
        };
}
