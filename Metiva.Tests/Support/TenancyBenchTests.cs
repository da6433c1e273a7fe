using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Xunit;

namespace Metiva.Tests.Support;

public sealed class TenancyBenchTests(TenancyBench bench) : IClassFixture<TenancyBench>
{
    public static TheoryData<Role> Roles => [.. Enum.GetValues<Role>()];

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Every_role_is_bound_to_its_own_company(Role role)
    {
        foreach (var company in new[] { bench.A, bench.B })
        {
            using var scope = bench.As(role, company);
            Assert.Equal((company, RoleSet.Of(role)), (scope.Tenant.CompanyId, scope.Tenant.Roles));
            await scope.Get<CompanyDatabase>().ProbeAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task A_person_can_be_somebody_else_at_another_company()
    {
        var atA = await bench.AddPersonAsync("Noor Bakker", bench.A, Role.Admin);
        var atB = await bench.AddMembershipAsync(atA, bench.B, Role.Finance, Role.Client);
        using var first = bench.As(atA);
        using var second = bench.As(atB);
        Assert.True(first.Tenant.Roles.Has(Role.Admin));
        Assert.True(second.Tenant.Roles.Has(Role.Finance));
        Assert.Equal(first.Tenant.PersonId, second.Tenant.PersonId);
    }

    [Fact]
    public void A_session_of_one_company_does_not_bind_another()
    {
        var person = bench.Person(Role.Owner, bench.A) with { Company = bench.B };
        var refusal = Assert.Throws<BindingRefusedException>(() => bench.As(person));
        Assert.Equal(BindingOutcome.NotAMember, refusal.Outcome);
    }

    [Fact]
    public async Task It_finds_everything_again_on_the_same_directory()
    {
        var directory = Directory.CreateTempSubdirectory("metiva-bench-").FullName;
        try
        {
            for (var start = 0; start < 2; start++)
            {
                await using var again = await TenancyBench.StartAsync(dataDirectory: directory);
                using var scope = again.As(Role.Finance, again.A);
                Assert.Equal(CompanyKind.Client, scope.Tenant.CompanyKind);
            }
        }
        finally
        {
            await SqlServerInstallation.DropAsync(directory);
            Directory.Delete(directory, recursive: true);
        }
    }
}
