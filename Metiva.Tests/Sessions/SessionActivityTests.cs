using Metiva.Domain.Access;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Sessions;
using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace Metiva.Tests.Sessions;

/// <summary>What is written down of the use of sessions, and what memory keeps of them.</summary>
public sealed class SessionActivityTests
{
    private readonly ManualTime time = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task A_session_that_is_used_is_written_down_with_its_company()
    {
        await using var bench = await StartAsync();
        var person = bench.Person(Role.Sales, bench.A);
        time.Advance(TimeSpan.FromMinutes(5));
        bench.Services.GetRequiredService<Snapshots>().Sessions.Touch(person.Session);

        await ActivityOf(bench).WriteAsync(CancellationToken.None);

        var (session, company) = await bench
            .Services.GetRequiredService<ControlPlaneDatabase>()
            .ReadAsync(
                async (control, token) =>
                    (
                        await control.Sessions.SingleAsync(row => row.Id == person.Session, token),
                        await control.Companies.SingleAsync(row => row.Id == bench.A, token)
                    ),
                CancellationToken.None
            );
        Assert.Equal(time.GetUtcNow().ToUnixTimeMilliseconds(), session.LastSeenAt.ToUnixTimeMilliseconds());
        Assert.Equal(session.LastSeenAt, company.LastActivityAt);
    }

    [Fact]
    public async Task Sessions_that_ran_out_leave_memory()
    {
        await using var bench = await StartAsync();
        var snapshots = bench.Services.GetRequiredService<Snapshots>();
        Assert.NotEmpty(snapshots.Sessions.Entries);
        time.Advance(TimeSpan.FromHours(9));

        await ActivityOf(bench).WriteAsync(CancellationToken.None);

        Assert.Empty(snapshots.Sessions.Entries);
    }

    private Task<TenancyBench> StartAsync() =>
        TenancyBench.StartAsync(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time)));

    private static SessionActivityService ActivityOf(TenancyBench bench) =>
        bench.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<SessionActivityService>().Single();
}
