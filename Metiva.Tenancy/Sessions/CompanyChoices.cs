using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Sessions;

/// <summary>What the next token of a person should say about their company.</summary>
/// <param name="Status"><c>bound</c>, <c>choose</c> or <c>none</c>.</param>
/// <param name="CompanyId">The company; only when the status is <c>bound</c>.</param>
public readonly record struct TokenCompany(string Status, CompanyId? CompanyId);

/// <summary>
/// A person's choice of company. It binds nothing by itself: it only tells the issuer what to put into the next token, and the
/// sign-in callback compares.
/// </summary>
public sealed class CompanyChoices(ControlPlaneDatabase controlPlane, Snapshots snapshots, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    /// <summary>Notes the choice, for two minutes and one use.</summary>
    public async Task<Result<CompanyId>> ChooseAsync(PersonContext person, CompanyId company, CancellationToken cancellationToken)
    {
        if (snapshots.Memberships.Find(person.PersonId, company) is null)
        {
            return new NotFound();
        }

        return await controlPlane.WriteAsync<CompanyId>(
            async (context, token) =>
            {
                var row = await context.CompanyChoices.SingleOrDefaultAsync(choice => choice.PersonId == person.PersonId, token);
                if (row is null)
                {
                    row = new CompanyChoiceRow
                    {
                        PersonId = person.PersonId,
                        CompanyId = company,
                        ExpiresAt = default,
                    };
                    context.CompanyChoices.Add(row);
                }

                row.CompanyId = company;
                row.ExpiresAt = time.GetUtcNow() + Lifetime;
                return company;
            },
            cancellationToken
        );
    }

    /// <summary>Uses the choice up. False when it is gone, ran out, or named another company.</summary>
    public async Task<bool> TakeAsync(PersonContext person, CompanyId company, CancellationToken cancellationToken)
    {
        var taken = await controlPlane.WriteAsync<bool>(
            async (context, token) =>
            {
                var row = await context.CompanyChoices.SingleOrDefaultAsync(choice => choice.PersonId == person.PersonId, token);
                if (row is null)
                {
                    return new NotFound();
                }

                context.CompanyChoices.Remove(row);
                return row.CompanyId == company && row.ExpiresAt > time.GetUtcNow();
            },
            cancellationToken
        );
        return taken.Ok && taken.Value;
    }

    /// <summary>What to put into the token of this person. Answers from memory.</summary>
    /// <exception cref="BindingRefusedException">ControlPlaneUnavailable: what is in memory is too old to answer from.</exception>
    public TokenCompany ForToken(string issuer, string subject)
    {
        if (!snapshots.IsFresh(AccessKind.Read))
        {
            throw new BindingRefusedException(BindingOutcome.ControlPlaneUnavailable);
        }

        if (snapshots.People.Find(issuer, subject) is not { } person)
        {
            return new TokenCompany("none", null);
        }

        var memberships = snapshots.Memberships.Of(person.Id);
        if (person.Chosen is { } chosen && person.ChosenUntil > time.GetUtcNow() && memberships.Any(member => member.CompanyId == chosen))
        {
            return new TokenCompany("bound", chosen);
        }

        return memberships.Length switch
        {
            0 => new TokenCompany("none", null),
            1 => new TokenCompany("bound", memberships[0].CompanyId),
            _ => new TokenCompany("choose", null),
        };
    }
}
