using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Metiva.Web.Identity.Entra;

/// <summary>What the issuer publishes about itself: addresses and keys, read again from time to time and on an unknown key.</summary>
internal sealed class EntraMetadata : IDisposable
{
    private const int SmallestKey = 2048;
    private readonly Lazy<ConfigurationManager<OpenIdConnectConfiguration>> manager;

    public EntraMetadata(EntraRegistration registration)
    {
        Backchannel = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                // The embedded issuer is this very process: no proxy may stand between.
                UseProxy = !registration.IsEmbedded,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            }
        )
        {
            Timeout = TimeSpan.FromSeconds(15),
            MaxResponseContentBufferSize = 1024 * 1024,
        };
        manager = new(() =>
            new ConfigurationManager<OpenIdConnectConfiguration>(
                registration.Authority() + "/.well-known/openid-configuration",
                new OpenIdConnectConfigurationRetriever(),
                new HttpDocumentRetriever(Backchannel) { RequireHttps = !registration.AllowsHttp }
            )
            {
                RefreshInterval = registration.KeyRefreshInterval,
            }
        );
    }

    /// <summary>The connection to the issuer.</summary>
    public HttpClient Backchannel { get; }

    /// <summary>The discovery document with the keys.</summary>
    /// <exception cref="SignInRefusedException">IssuerUnreachable: it could not be read.</exception>
    public async Task<OpenIdConnectConfiguration> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await manager.Value.GetConfigurationAsync(cancellationToken);
        }
        catch (InvalidOperationException exception)
        {
            throw new SignInRefusedException(SignInFailure.IssuerUnreachable, exception);
        }
    }

    /// <summary>
    /// The published key of that id, or null. An unknown id makes us read the keys again once, at most every
    /// <see cref="EntraRegistration.KeyRefreshInterval"/>, so that nobody can make us ask without end.
    /// </summary>
    public async Task<SecurityKey?> FindKeyAsync(string keyId, CancellationToken cancellationToken)
    {
        var known = Find(await GetAsync(cancellationToken), keyId);
        if (known is not null)
        {
            return known;
        }

        manager.Value.RequestRefresh();
        return Find(await GetAsync(cancellationToken), keyId);
    }

    public void Dispose() => Backchannel.Dispose();

    private static SecurityKey? Find(OpenIdConnectConfiguration configuration, string keyId) =>
        configuration.SigningKeys.FirstOrDefault(key =>
            key.KeyId == keyId && key is RsaSecurityKey or X509SecurityKey && key.KeySize >= SmallestKey
        );
}
