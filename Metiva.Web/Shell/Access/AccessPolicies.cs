using Metiva.Domain.Access;
using Metiva.Domain.Features;
using Metiva.Tenancy.Binding;
using Metiva.Web.Shell.Refused;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;

namespace Metiva.Web.Shell.Access;

/// <summary>Turns access rules into authorization. What carries no rule is refused before, by the binding.</summary>
public static class AccessPolicies
{
    /// <summary>Adds the policies: one for each permission, by its name.</summary>
    public static IServiceCollection AddAccessPolicies(this IServiceCollection services)
    {
        services.AddAuthorization();
        services.AddSingleton<IAuthorizationPolicyProvider, PermissionPolicies>();
        services.AddScoped<IAuthorizationHandler, AccessRuleHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusalResultHandler>();
        return services;
    }

    /// <summary>Gives every page the rule that it declares, and what a circuit itself needs the rule Member.</summary>
    public static TBuilder WithPageAccess<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint =>
        {
            var page = endpoint.Metadata.OfType<ComponentTypeMetadata>().LastOrDefault()?.Type;
            endpoint.Metadata.Add(page is null ? AccessRule.Member : AccessRule.Of(page));
        });
        return builder;
    }

    /// <summary>The endpoint takes this permission, for staff of the bound company.</summary>
    public static TBuilder Requires<TBuilder>(this TBuilder builder, Permission permission)
        where TBuilder : IEndpointConventionBuilder => builder.WithRule(AccessRule.For(Surface.Staff, permission));

    /// <summary>The endpoint takes this permission, in the portal.</summary>
    public static TBuilder RequiresInPortal<TBuilder>(this TBuilder builder, Permission permission)
        where TBuilder : IEndpointConventionBuilder => builder.WithRule(AccessRule.For(Surface.Portal, permission));

    /// <summary>The endpoint is there as long as this is switched on for the company; goes with a permission.</summary>
    public static TBuilder Behind<TBuilder>(this TBuilder builder, FeatureSwitch feature)
        where TBuilder : IEndpointConventionBuilder => builder.WithRule(AccessRule.Behind(feature));

    /// <summary>The endpoint is for any member of the bound company.</summary>
    public static TBuilder RequiresMember<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithRule(AccessRule.Member);

    /// <summary>The endpoint is for a signed-in person, without a company.</summary>
    public static TBuilder RequiresPerson<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithRule(AccessRule.Person);

    /// <summary>The endpoint is for anybody.</summary>
    public static TBuilder IsOpen<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithRule(AccessRule.Open);

    private static TBuilder WithRule<TBuilder>(this TBuilder builder, AccessRule rule)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(rule));
        return builder;
    }
}

/// <summary>A policy for each permission, named like it.</summary>
internal sealed class PermissionPolicies : IAuthorizationPolicyProvider
{
    public Task<AuthorizationPolicy?> GetPolicyAsync(string policyName) =>
        Task.FromResult(
            Permissions.Find(policyName) is { } permission
                ? new AuthorizationPolicyBuilder().AddRequirements(AccessRule.For(Surface.Staff, permission)).Build()
                : null
        );

    public Task<AuthorizationPolicy> GetDefaultPolicyAsync() =>
        Task.FromResult(new AuthorizationPolicyBuilder().AddRequirements(AccessRule.Member).Build());

    public Task<AuthorizationPolicy?> GetFallbackPolicyAsync() => Task.FromResult<AuthorizationPolicy?>(null);
}

/// <summary>Asks the scope's frozen context.</summary>
internal sealed class AccessRuleHandler(TenantScope scope, PersonScope person) : AuthorizationHandler<AccessRule>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, AccessRule requirement)
    {
        var allowed = requirement.Surface switch
        {
            Surface.Open => true,
            Surface.Person => person.ContextOrNull is not null,
            _ => scope.ContextOrNull is { } tenant && requirement.Allows(tenant),
        };
        if (allowed)
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
