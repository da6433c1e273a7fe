using System.Net;
using System.Text.Json;
using Metiva.Tests.Identity;
using Metiva.Tests.Support;
using Metiva.Web.Operations;
using Xunit;

namespace Metiva.Tests.Operations;

/// <summary>The console of the built program as it runs in production.</summary>
public sealed class ProductionLogTests
{
    [Fact]
    public async Task Each_line_is_json_and_says_nothing_that_must_not_stand_in_a_log()
    {
        var directory = Directory.CreateTempSubdirectory("metiva-production-").FullName;
        try
        {
            await using var host = await MetivaProcess.StartAsync(
                directory,
                [
                    .. StartupTests.Complete,
                    "--environment=Production",
                    $"--{TestMasterKey.Setting}={TestMasterKey.Value}",
                    "--Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics=Information",
                ]
            );
            using var client = host.Client();

            // An address with its query stands in the line of a request.
            using var answer = await client.GetAsync($"{HealthFeature.Live}?code=geheim4711&to=piet@bakkerij.example");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            await Eventually.TrueAsync(
                () => host.Output.Count(line => line.Contains(HealthFeature.Live, StringComparison.Ordinal)) >= 2,
                TimeSpan.FromSeconds(30)
            );

            var lines = host.Output.Select(line => JsonDocument.Parse(line).RootElement).ToList();
            Assert.All(lines, line => Assert.NotEmpty(line.GetProperty("Category").GetString()!));
            var request = lines
                .Select(line => line.GetProperty("Message").GetString()!)
                .First(message => message.Contains(HealthFeature.Live, StringComparison.Ordinal));
            Assert.Contains("code=[secret]&to=[e-mail]", request, StringComparison.Ordinal);
            Assert.DoesNotContain(host.Output, line => line.Contains("geheim4711", StringComparison.Ordinal));
            Assert.DoesNotContain(host.Output, line => line.Contains("piet", StringComparison.Ordinal));
            Assert.DoesNotContain(host.Output, line => line.Contains(TestMasterKey.Value, StringComparison.Ordinal));
        }
        finally
        {
            TemporaryFiles.ReleasePools(directory);
            Directory.Delete(directory, recursive: true);
        }
    }
}
