using Metiva.Tenancy.Engines;
using Metiva.Tests.Support;
using Metiva.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Metiva.Tests.Operations;

/// <summary>What the host registers can be made, with every engine, before any database is there.</summary>
public sealed class RegistrationTests
{
    [Theory]
    [InlineData("Sqlite")]
    [InlineData("SqlServer")]
    public async Task Everything_that_is_registered_can_be_made(string engine)
    {
        var directory = Directory.CreateTempSubdirectory("metiva-registrations-");
        List<ServiceDescriptor> ours = [];
        try
        {
            await using var app = Build(engine, directory.FullName, services => ours.AddRange(services.Where(IsOurs)));
            Assert.Equal(engine, app.Services.GetRequiredService<IDatabaseEngine>().Name);
            Assert.True(ours.Count > 60);

            // Validation looks at constructors; what a lambda makes only shows when it is made.
            await using var scope = app.Services.CreateAsyncScope();
            var navigation = (IHostEnvironmentNavigationManager)scope.ServiceProvider.GetRequiredService<NavigationManager>();
            navigation.Initialize("http://localhost/", "http://localhost/");
            Assert.All(ours, service => Assert.NotEmpty(scope.ServiceProvider.GetServices(service.ServiceType)));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Both_engines_answer_for_the_same_services()
    {
        var directory = Directory.CreateTempSubdirectory("metiva-registrations-");
        try
        {
            Assert.Equal(await ContractsAsync("Sqlite"), await ContractsAsync("SqlServer"));
        }
        finally
        {
            directory.Delete(recursive: true);
        }

        async Task<List<string>> ContractsAsync(string engine)
        {
            List<ServiceDescriptor> ours = [];
            await using var app = Build(engine, directory.FullName, services => ours.AddRange(services.Where(IsOurs)));
            return
            [
                .. ours.Select(service => service.ServiceType)
                    .Where(type => type.Namespace != "Metiva.Tenancy.Engines." + engine)
                    .Select(type => type.ToString())
                    .Order(StringComparer.Ordinal),
            ];
        }
    }

    private static WebApplication Build(string engine, string directory, Action<IServiceCollection> look) =>
        MetivaHost.Build(
            [
                "--environment=Development",
                $"--contentRoot={Repository.File("Metiva.Web")}",
                $"--Tenancy:DataDirectory={directory}",
                $"--Tenancy:Engine={engine}",
                $"--{TestMasterKey.Setting}={TestMasterKey.Value}",
            ],
            builder =>
            {
                builder.Host.UseDefaultServiceProvider(options => (options.ValidateOnBuild, options.ValidateScopes) = (true, true));
                look(builder.Services);
            }
        );

    private static bool IsOurs(ServiceDescriptor service) =>
        !service.ServiceType.IsGenericTypeDefinition
        && !service.IsKeyedService
        && (
            service.ServiceType == typeof(IHostedService)
            || service.ServiceType.Assembly.GetName().Name!.StartsWith("Metiva.", StringComparison.Ordinal)
        );
}
