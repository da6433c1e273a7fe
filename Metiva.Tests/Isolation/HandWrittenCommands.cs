using Metiva.Domain.Access;
using Metiva.Tenancy.Auditing.Subjects;
using Metiva.Tenancy.Credentials.Rotation;
using Metiva.Tenancy.Features;
using Metiva.Tenancy.Files;
using Metiva.Tenancy.Files.Uploads;
using Metiva.Tenancy.Lifecycle;
using Metiva.Tenancy.Lifecycle.Moves;
using Metiva.Tenancy.Mail;
using Metiva.Tenancy.Memberships;
using Metiva.Tenancy.Servers;
using Metiva.Tenancy.Settings;
using Metiva.Web.Shell.Notifications;
using Metiva.Web.Workspace.Audit;
using Metiva.Web.Workspace.Invoices;
using Metiva.Web.Workspace.Jobs;
using Metiva.Web.Workspace.Members;
using Metiva.Web.Workspace.Settings;
using Metiva.Web.Workspace.ViewAsClient;

namespace Metiva.Tests.Isolation;

/// <summary>Who may run which command, written by hand from the same table as <see cref="HandWrittenRoute"/>.</summary>
internal sealed record HandWrittenCommand(Type Command, string AtAClient, string AtTheAgency)
{
    //                                Owner Admin AccountManager Sales Delivery Marketing Finance Client
    public static IReadOnlyList<HandWrittenCommand> All { get; } =
    [
        new(typeof(SubmitInvoice), "y y y - y - y -", "y y y - y - y -"),
        new(typeof(IssueInvoice), "y - - - - - y -", "y - - - - - y -"),
        new(typeof(SendBackInvoice), "y - - - - - y -", "y - - - - - y -"),
        new(typeof(ExportInvoices), "y y y y y - y -", "y y y y y - y -"),
        new(typeof(ExportAudit), "y y - - - - y -", "y y - - - - y -"),
        new(typeof(EraseSubject), "y y - - - - - -", "y y - - - - - -"),
        new(typeof(CancelJob), "y y - - - - - -", "y y - - - - - -"),
        new(typeof(RunJobNow), "y y - - - - - -", "y y - - - - - -"),
        new(typeof(SendMailAgain), "y y - - - - y -", "y y - - - - y -"),
        new(typeof(SendTestMail), "y y - - - - - -", "y y - - - - - -"),
        new(typeof(MailInvitation), "y y - - - - - -", "y y - - - - - -"),
        new(typeof(MailInvoice), "y - - - - - y -", "y - - - - - y -"),
        new(typeof(UploadFile), "y y y - y y - y", "y y y - y y - -"),
        new(typeof(StartUpload), "y y y - y y - y", "y y y - y y - -"),
        new(typeof(AddUploadPart), "y y y - y y - y", "y y y - y y - -"),
        new(typeof(FinishUpload), "y y y - y y - y", "y y y - y y - -"),
        new(typeof(CancelUpload), "y y y - y y - y", "y y y - y y - -"),
        new(typeof(ChangeFile), "y y y - y y - -", "y y y - y y - -"),
        new(typeof(PublishFile), "y y y - y y - -", "y y y - y y - -"),
        new(typeof(RemoveFile), "y y - - y - - -", "y y - - y - - -"),
        new(typeof(RestoreFile), "y y - - y - - -", "y y - - y - - -"),
        new(typeof(ChangeMemberRoles), "y y - - - - - -", "y y - - - - - -"),
        new(typeof(RemoveMember), "y y - - - - - -", "y y - - - - - -"),
        new(typeof(InviteMember), "y y - - - - - -", "y y - - - - - -"),
        new(typeof(RevokeInvitation), "y y - - - - - -", "y y - - - - - -"),
        new(typeof(EndMemberSessions), "y y - - - - - -", "y y - - - - - -"),
        new(typeof(SaveSettings), "y y - - - - - -", "y y - - - - - -"),
        new(typeof(RestoreSettings), "y y - - - - - -", "y y - - - - - -"),
        new(typeof(SetFeature), "- - - - - - - -", "y y - - - - - -"),
        new(typeof(SuspendCompany), "- - - - - - - -", "y y - - - - - -"),
        new(typeof(ResumeCompany), "- - - - - - - -", "y y - - - - - -"),
        new(typeof(ChangePlan), "- - - - - - - -", "y y - - - - - -"),
        new(typeof(MoveCompany), "- - - - - - - -", "y y - - - - - -"),
        new(typeof(CancelMove), "- - - - - - - -", "y y - - - - - -"),
        new(typeof(RetryMove), "- - - - - - - -", "y y - - - - - -"),
        new(typeof(LeaveBehind), "- - - - - - - -", "y y - - - - - -"),
        new(typeof(RotateCredential), "- - - - - - - -", "y y - - - - - -"),
        new(typeof(RegisterServer), "- - - - - - - -", "y y - - - - - -"),
        new(typeof(ChangeServer), "- - - - - - - -", "y y - - - - - -"),
        new(typeof(OpenServer), "- - - - - - - -", "y y - - - - - -"),
        new(typeof(CloseServer), "- - - - - - - -", "y y - - - - - -"),
        new(typeof(CheckServer), "- - - - - - - -", "y y - - - - - -"),
        new(typeof(ReadNotifications), "y y y y y y y y", "y y y y y y y y"),
        new(typeof(ChangeNotificationWishes), "y y y y y y y y", "y y y y y y y y"),
        new(typeof(StartViewAsClient), "y y y y y y y -", "- - - - - - - -"),
    ];

    public bool Allows(Role role, bool agency) => (agency ? AtTheAgency : AtAClient)[2 * (int)role] == 'y';
}
