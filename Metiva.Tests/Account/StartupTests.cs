using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Metiva.Tests.Support;
using Metiva.Web;
using Metiva.Web.Identity.Entra;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Identity;

/// <summary>With which settings the host starts, and with which it refuses.</summary>
public sealed class StartupTests
{
    internal static readonly string[] Complete =
    [
        "--AzureAd:Instance=https://login.microsoftonline.com/",
        "--AzureAd:TenantId=b7d9f1a3-2c4e-4f60-8a12-9b8c7d6e5f40",
        "--AzureAd:ClientId=6a0c2ad8-8f0e-4a36-9a0d-1b1f3e6f0c11",
        "--AzureAd:ClientSecret=only for this test run",
    ];

    public static TheoryData<string> Environments => ["Production", "Staging", "Test"];

    [Theory]
    [MemberData(nameof(Environments))]
    public void Without_settings_it_starts_in_Development_only(string environment)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Build(environment));
        foreach (var name in new[] { "Instance", "TenantId", "ClientId", "ClientSecret or AzureAd:ClientCertificates" })
        {
            Assert.Contains($"AzureAd:{name} is missing", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Instance")]
    [InlineData("TenantId")]
    [InlineData("ClientId")]
    [InlineData("ClientSecret")]
    public void Each_missing_setting_is_named_and_no_other(string missing)
    {
        var settings = Complete.Where(setting => !setting.StartsWith($"--AzureAd:{missing}=", StringComparison.Ordinal)).ToArray();
        var refusal = Assert.Throws<InvalidOperationException>(() => Build("Production", settings));
        Assert.Contains($"AzureAd:{missing}", refusal.Message, StringComparison.Ordinal);
        Assert.Single(refusal.Message.Split("missing").SkipLast(1));
    }

    [Theory]
    [InlineData("--AzureAd:TenantId=common", "must name one directory")]
    [InlineData("--AzureAd:TenantId=organizations", "must name one directory")]
    [InlineData("--AzureAd:Instance=http://login.example/", "must be an https address")]
    [InlineData("--AzureAd:Instance=http://127.0.0.1/", "must be an https address")]
    [InlineData("--AzureAd:CallbackPath=callback", "must start with '/'")]
    public void A_setting_that_cannot_be_used_is_named(string setting, string problem)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Build("Production", [.. Complete, setting]));
        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_settings_it_starts_and_the_development_issuer_is_not_there()
    {
        await using var app = Build("Production", Complete);
        var registration = app.Services.GetRequiredService<EntraRegistration>();
        Assert.Equal("https://login.microsoftonline.com/b7d9f1a3-2c4e-4f60-8a12-9b8c7d6e5f40/v2.0", registration.Authority());
        Assert.False(registration.IsEmbedded);
        Assert.False(registration.AllowsHttp);
        Assert.DoesNotContain(Addresses(app), address => address.StartsWith("/dev/entra", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_settings_the_development_issuer_is_not_there_in_Development_either()
    {
        await using var app = Build("Development", Complete);
        Assert.DoesNotContain(Addresses(app), address => address.StartsWith("/dev/entra", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_settings_Development_has_the_development_issuer()
    {
        await using var app = Build("Development");
        Assert.Contains(Addresses(app), address => address.StartsWith("/dev/entra", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_certificate_takes_the_place_of_the_secret()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("metiva-certificate-").FullName, "client.pfx");
        using var certificate = SelfSigned();
        await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pkcs12, "only here"));
        string[] settings =
        [
            .. Complete.SkipLast(1),
            "--AzureAd:ClientCertificates:0:SourceType=Path",
            $"--AzureAd:ClientCertificates:0:CertificateDiskPath={file}",
            "--AzureAd:ClientCertificates:0:CertificatePassword=only here",
        ];

        await using var app = Build("Production", settings);

        var registration = app.Services.GetRequiredService<EntraRegistration>();
        Assert.Equal(certificate.Thumbprint, registration.ClientCertificate?.Thumbprint);
        Assert.Null(registration.ClientSecret);
        var form = new Dictionary<string, string>(StringComparer.Ordinal);
        app.Services.GetRequiredService<ClientAuthentication>().AddTo(form, "https://login.example/token");
        AssertSignedBy(certificate, form);
    }

    private static void AssertSignedBy(X509Certificate2 certificate, Dictionary<string, string> form)
    {
        Assert.Equal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", form["client_assertion_type"]);
        Assert.DoesNotContain("client_secret", form.Keys);
        var assertion = form["client_assertion"];
        var parts = assertion.Split('.');
        using var key = certificate.GetRSAPublicKey()!;
        Assert.True(
            key.VerifyData(
                System.Text.Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
                Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlDecode(parts[2]),
                HashAlgorithmName.SHA256,
                RSASignaturePadding.Pkcs1
            )
        );
        var raw = RawToken.Read(assertion, "company_id").Value;
        Assert.Equal(
            ("RS256", "6a0c2ad8-8f0e-4a36-9a0d-1b1f3e6f0c11", "https://login.example/token"),
            (raw.Algorithm, raw.Text("iss"), raw.Text("aud"))
        );
        Assert.Equal(raw.Text("iss"), raw.Text("sub"));
        Assert.NotNull(raw.Text("jti"));
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest("CN=Metiva", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(
            now.AddDays(-1),
            now.AddDays(1)
        );
    }

    internal static Microsoft.AspNetCore.Builder.WebApplication Build(string environment, params string[] settings) =>
        MetivaHost.Build([
            $"--environment={environment}",
            $"--contentRoot={Repository.File("Metiva.Web")}",
            $"--{TestMasterKey.Setting}={TestMasterKey.Value}",
            .. settings,
        ]);

    internal static IEnumerable<string> Addresses(IEndpointRouteBuilder app) =>
        app
            .DataSources.SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText?.TrimStart('/'));
}
