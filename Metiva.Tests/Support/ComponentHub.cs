using System.Reflection;
using System.Security.Claims;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;

namespace Metiva.Tests.Support;

/// <summary>The framework's hub of circuits, as filters see a call to it. Its methods must still be called what filters call them.</summary>
internal static class ComponentHub
{
    /// <summary>A hub that does nothing, and the framework's method of that name.</summary>
    public static (Hub Hub, MethodInfo Method) Method(string name)
    {
        var hub = typeof(CircuitHandler).Assembly.GetType("Microsoft.AspNetCore.Components.Server.ComponentHub", throwOnError: true)!;
        return (new NoHub(), hub.GetMethod(name, BindingFlags.Public | BindingFlags.Instance)!);
    }

    private sealed class NoHub : Hub;

    /// <summary>Whoever calls.</summary>
    internal sealed class Caller(ClaimsPrincipal principal, string connection = "", CancellationToken aborted = default) : HubCallerContext
    {
        public override string ConnectionId => connection;

        public override string? UserIdentifier => null;

        public override ClaimsPrincipal User => principal;

        public override IDictionary<object, object?> Items { get; } = new Dictionary<object, object?>();

        public override IFeatureCollection Features { get; } = new FeatureCollection();

        public override CancellationToken ConnectionAborted => aborted;

        public override void Abort() { }
    }
}
