using Metiva.Domain.Access;
using Metiva.Web.Development;
using Metiva.Web.Identity.Entra;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Identity;

public sealed class FreshSignInTests(Workspace.DemoServer demo) : IClassFixture<Workspace.DemoServer>
{
    [Theory]
    [InlineData("cross-site", false)]
    [InlineData("same-site", false)]
    [InlineData("same-origin", true)]
    [InlineData("none", true)]
    public async Task A_foreign_page_makes_no_choice_for_anybody(string from, bool chooses)
    {
        var person = await demo.Server.AddPersonAsync("Pim Verhoef", DemoCompanies.Bakery.Id, Role.Finance);
        using var client = demo.Server.Client(await demo.Server.SignInAsync(person, DemoCompanies.Bakery.Id));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/account/sign-in/start?fresh=true");
        request.Headers.Add("Sec-Fetch-Site", from);
        using var response = await client.SendAsync(request);

        // Whoever asks, the person only proves again who they are.
        Assert.Contains("max_age=0", response.Headers.Location!.Query, StringComparison.Ordinal);
        var chosen = await demo
            .Server.Services.GetRequiredService<Metiva.Tenancy.ControlPlane.ControlPlaneDatabase>()
            .ReadAsync(
                (control, token) => control.CompanyChoices.AnyAsync(choice => choice.PersonId == person.Id, token),
                CancellationToken.None
            );
        Assert.Equal(chooses, chosen);
    }

    [Fact]
    public void A_person_has_one_subject_however_their_ids_are_spelled() =>
        Assert.Equal(
            TokenStatement.SubjectOf("AAAAAAAA-0000-4000-8000-00000000000A", "BBBBBBBB-0000-4000-8000-00000000000B"),
            TokenStatement.SubjectOf("aaaaaaaa-0000-4000-8000-00000000000a", "bbbbbbbb-0000-4000-8000-00000000000b")
        );
}
