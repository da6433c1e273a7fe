using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Metiva.Web.Identity;

/// <summary>Where this process itself listens, known only once it does.</summary>
internal sealed class OwnAddress(IServer server)
{
    /// <summary>Scheme, host and port, without a slash at the end.</summary>
    /// <exception cref="InvalidOperationException">The server does not listen.</exception>
    public string Value
    {
        get
        {
            var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
            var address =
                addresses.FirstOrDefault(address => address.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
                ?? addresses.FirstOrDefault()
                ?? throw new InvalidOperationException("The server does not listen yet.");
            var binding = BindingAddress.Parse(address);
            var everywhere = binding.Host is "*" or "+" or "0.0.0.0" or "[::]";
            return $"{binding.Scheme}://{(everywhere ? "127.0.0.1" : binding.Host)}:{binding.Port}";
        }
    }
}
