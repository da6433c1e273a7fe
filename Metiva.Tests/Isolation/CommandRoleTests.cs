using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Features;
using Metiva.Domain.Memberships;
using Metiva.Domain.Plans;
using Metiva.Domain.Servers;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Auditing.Subjects;
using Metiva.Tenancy.Credentials.Rotation;
using Metiva.Tenancy.Features;
using Metiva.Tenancy.Files;
using Metiva.Tenancy.Files.Uploads;
using Metiva.Tenancy.Lifecycle;
using Metiva.Tenancy.Lifecycle.Moves;
using Metiva.Tenancy.Mail;
using Metiva.Tenancy.Memberships;
using Metiva.Tenancy.Notifications;
using Metiva.Tenancy.Servers;
using Metiva.Tenancy.Settings;
using Metiva.Tests.Support;
using Metiva.Web.Shell.Mailing;
using Metiva.Web.Shell.Notifications;
using Metiva.Web.Workspace.Audit;
using Metiva.Web.Workspace.Invoices;
using Metiva.Web.Workspace.Jobs;
using Metiva.Web.Workspace.Members;
using Metiva.Web.Workspace.Settings;
using Metiva.Web.Workspace.ViewAsClient;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Isolation;

/// <summary>Commands decide by themselves, whoever shows or hides their buttons, and as the table says that was written by hand.</summary>
public sealed class CommandRoleTests
{
    private static readonly PersonId Nobody = new(Guid.NewGuid());

    // Each is about something that is not there: who may run it is told so, and who may not is refused before.
    private static readonly Dictionary<Type, Func<BenchScope, Task<Error?>>> Runs = new()
    {
        [typeof(SubmitInvoice)] = scope => ErrorOf(scope.Get<SubmitInvoice>().Run(new(Guid.NewGuid(), 1), CancellationToken.None)),
        [typeof(IssueInvoice)] = scope => ErrorOf(scope.Get<IssueInvoice>().Run(new(Guid.NewGuid(), 1), CancellationToken.None)),
        [typeof(SendBackInvoice)] = scope =>
            ErrorOf(scope.Get<SendBackInvoice>().Run(new(Guid.NewGuid(), 1, "why"), CancellationToken.None)),
        [typeof(ExportInvoices)] = scope => ErrorOf(scope.Get<ExportInvoices>().Run(new(InvoiceFilter.None), CancellationToken.None)),
        [typeof(ExportAudit)] = scope => ErrorOf(scope.Get<ExportAudit>().Run(new(AuditFilter.None, "CSV"), CancellationToken.None)),
        [typeof(EraseSubject)] = scope => ErrorOf(scope.Get<EraseSubject>().Run(new(Guid.NewGuid()), CancellationToken.None)),
        [typeof(CancelJob)] = scope => ErrorOf(scope.Get<CancelJob>().Run(new(Guid.NewGuid()), CancellationToken.None)),
        [typeof(RunJobNow)] = scope => ErrorOf(scope.Get<RunJobNow>().Run(new(Guid.NewGuid()), CancellationToken.None)),
        [typeof(SendTestMail)] = scope => ErrorOf(scope.Get<SendTestMail>().Run(new("nl"), CancellationToken.None)),
        [typeof(MailInvitation)] = scope =>
            ErrorOf(
                scope
                    .Get<MailInvitation>()
                    .Run(
                        new(
                            new MadeInvitation(
                                Guid.NewGuid(),
                                "secret",
                                DateTimeOffset.MaxValue,
                                "no address",
                                RoleSet.Of(Role.Sales),
                                "nl"
                            ),
                            "https://metiva.example/"
                        ),
                        CancellationToken.None
                    )
            ),
        [typeof(MailInvoice)] = scope =>
            ErrorOf(
                scope
                    .Get<MailInvoice>()
                    .Run(new(Guid.NewGuid(), "a@b.example", "nl", null, [], "https://metiva.example/"), CancellationToken.None)
            ),
        [typeof(SendMailAgain)] = scope => ErrorOf(scope.Get<SendMailAgain>().Run(new(Guid.NewGuid(), 1), CancellationToken.None)),
        [typeof(UploadFile)] = scope =>
            ErrorOf(scope.Get<UploadFile>().Run(new("a", null, Stream.Null, 0, scope.Tenant.IsPortal), CancellationToken.None)),
        [typeof(StartUpload)] = scope =>
            ErrorOf(scope.Get<StartUpload>().Run(new("a", null, 0, 0, scope.Tenant.IsPortal), CancellationToken.None)),
        [typeof(AddUploadPart)] = scope =>
            ErrorOf(scope.Get<AddUploadPart>().Run(new(Guid.NewGuid(), 0, Stream.Null, scope.Tenant.IsPortal), CancellationToken.None)),
        [typeof(FinishUpload)] = scope =>
            ErrorOf(scope.Get<FinishUpload>().Run(new(Guid.NewGuid(), scope.Tenant.IsPortal), CancellationToken.None)),
        [typeof(CancelUpload)] = scope =>
            ErrorOf(scope.Get<CancelUpload>().Run(new(Guid.NewGuid(), scope.Tenant.IsPortal), CancellationToken.None)),
        [typeof(ChangeFile)] = scope => ErrorOf(scope.Get<ChangeFile>().Run(new(Guid.NewGuid(), 1, "a", null), CancellationToken.None)),
        [typeof(PublishFile)] = scope => ErrorOf(scope.Get<PublishFile>().Run(new(Guid.NewGuid(), 1, true), CancellationToken.None)),
        [typeof(RemoveFile)] = scope => ErrorOf(scope.Get<RemoveFile>().Run(new(Guid.NewGuid(), 1), CancellationToken.None)),
        [typeof(RestoreFile)] = scope => ErrorOf(scope.Get<RestoreFile>().Run(new(Guid.NewGuid(), 1), CancellationToken.None)),
        [typeof(ChangeMemberRoles)] = scope =>
            ErrorOf(
                scope.Get<ChangeMemberRoles>().Run(new(Nobody, RoleSet.Of(Role.Sales), RoleSet.Of(Role.Delivery)), CancellationToken.None)
            ),
        [typeof(RemoveMember)] = scope =>
            ErrorOf(scope.Get<RemoveMember>().Run(new(Nobody, RoleSet.Of(Role.Sales)), CancellationToken.None)),
        [typeof(InviteMember)] = scope =>
            ErrorOf(scope.Get<InviteMember>().Run(new("no address", RoleSet.Of(Role.Sales)), CancellationToken.None)),
        [typeof(RevokeInvitation)] = scope => ErrorOf(scope.Get<RevokeInvitation>().Run(new(Guid.NewGuid()), CancellationToken.None)),
        [typeof(EndMemberSessions)] = scope => ErrorOf(scope.Get<EndMemberSessions>().Run(new(Nobody), CancellationToken.None)),
        [typeof(SaveSettings)] = scope =>
            ErrorOf(
                scope
                    .Get<SaveSettings>()
                    .Run(new("none", 0, new Dictionary<string, string>(StringComparer.Ordinal)), CancellationToken.None)
            ),
        [typeof(RestoreSettings)] = scope => ErrorOf(scope.Get<RestoreSettings>().Run(new("none", 0, 1), CancellationToken.None)),
        [typeof(SetFeature)] = scope =>
            ErrorOf(
                scope
                    .Get<SetFeature>()
                    .Run(new(new CompanyId(Guid.NewGuid()), FeatureSwitches.AuditExport.Name, null, false), CancellationToken.None)
            ),
        [typeof(SuspendCompany)] = scope =>
            ErrorOf(scope.Get<SuspendCompany>().Run(new(new CompanyId(Guid.NewGuid()), "why"), CancellationToken.None)),
        [typeof(ResumeCompany)] = scope =>
            ErrorOf(scope.Get<ResumeCompany>().Run(new(new CompanyId(Guid.NewGuid()), "why"), CancellationToken.None)),
        [typeof(ChangePlan)] = scope =>
            ErrorOf(scope.Get<ChangePlan>().Run(new(new CompanyId(Guid.NewGuid()), Plan.Plus, Plan.Standard), CancellationToken.None)),
        [typeof(MoveCompany)] = scope =>
            ErrorOf(
                scope.Get<MoveCompany>().Run(new(new CompanyId(Guid.NewGuid()), "none", "why", RegionDecision.None), CancellationToken.None)
            ),
        [typeof(CancelMove)] = scope => ErrorOf(scope.Get<CancelMove>().Run(new(new CompanyId(Guid.NewGuid())), CancellationToken.None)),
        [typeof(LeaveBehind)] = scope =>
            ErrorOf(scope.Get<LeaveBehind>().Run(new(new CompanyId(Guid.NewGuid()), "why"), CancellationToken.None)),
        [typeof(RetryMove)] = scope => ErrorOf(scope.Get<RetryMove>().Run(new(new CompanyId(Guid.NewGuid())), CancellationToken.None)),
        [typeof(RotateCredential)] = scope =>
            ErrorOf(scope.Get<RotateCredential>().Run(new(new CompanyId(Guid.NewGuid())), CancellationToken.None)),
        [typeof(RegisterServer)] = scope => ErrorOf(scope.Get<RegisterServer>().Run(new("", "", ""), CancellationToken.None)),
        [typeof(ChangeServer)] = scope => ErrorOf(scope.Get<ChangeServer>().Run(new("none", 0, "NL", ""), CancellationToken.None)),
        [typeof(OpenServer)] = scope => ErrorOf(scope.Get<OpenServer>().Run(new("none"), CancellationToken.None)),
        [typeof(CloseServer)] = scope => ErrorOf(scope.Get<CloseServer>().Run(new("none"), CancellationToken.None)),
        [typeof(CheckServer)] = scope => ErrorOf(scope.Get<CheckServer>().Run(new("none"), CancellationToken.None)),
        [typeof(ReadNotifications)] = scope => ErrorOf(scope.Get<ReadNotifications>().Run(new(Guid.NewGuid()), CancellationToken.None)),
        [typeof(ChangeNotificationWishes)] = scope =>
            ErrorOf(scope.Get<ChangeNotificationWishes>().Run(new(DigestPace.Weekly, []), CancellationToken.None)),
        [typeof(StartViewAsClient)] = scope => ErrorOf(scope.Get<StartViewAsClient>().Run(CancellationToken.None)),
    };

    [Fact]
    public void Every_command_stands_in_the_table()
    {
        var commands = new[] { typeof(InviteMember).Assembly, typeof(IssueInvoice).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.GetNestedType("Command") is not null)
            .Append(typeof(StartViewAsClient))
            .Select(type => type.Name);

        Assert.Equal(
            commands.Order(StringComparer.Ordinal),
            HandWrittenCommand.All.Select(row => row.Command.Name).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Each_command_runs_for_those_roles_that_the_table_names()
    {
        await using var bench = await TenancyBench.StartAsync(services =>
            services.AddInvoices().AddAudit().AddMailing().AddScoped<SendTestMail>()
        );
        List<string> wrong = [];
        foreach (var (company, agency) in new[] { (bench.A, false), (bench.Agency, true) })
        {
            foreach (var role in Enum.GetValues<Role>().Where(role => !agency || role != Role.Client))
            {
                foreach (var row in HandWrittenCommand.All)
                {
                    using var scope = bench.As(role, company);
                    var error = await Runs[row.Command](scope);
                    var refused = error is PermissionDenied or ViewIsForStaff or NoPortalHere;
                    if (refused == row.Allows(role, agency))
                    {
                        wrong.Add($"{row.Command.Name} as {role} at {(agency ? "the agency" : "a client")}: {error?.Code ?? "done"}");
                    }
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static async Task<Error?> ErrorOf<T>(Task<Result<T>> running) => (await running).Error;
}
