using Metiva.Domain.Access;
using Metiva.Tenancy.Files;
using Metiva.Tenancy.Files.Uploads;
using Metiva.Web.Identity;
using Metiva.Web.Shell.Access;
using Metiva.Web.Shell.Binding;

namespace Metiva.Web.Ui.Files;

/// <summary>
/// The addresses that pages send files to and fetch them from. The content is the body itself and never a form's part, so it is
/// streamed; every call carries the page's stamp, and every one that changes something its antiforgery token.
/// </summary>
public static class FileEndpoints
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps them for both surfaces.</summary>
    public static IEndpointRouteBuilder MapFiles(this IEndpointRouteBuilder endpoints)
    {
        Map(endpoints, inPortal: false);
        Map(endpoints, inPortal: true);
        return endpoints;
    }

    private static void Map(IEndpointRouteBuilder endpoints, bool inPortal)
    {
        var list = FileAddress.List(inPortal);
        var uploads = FileAddress.Uploads(inPortal);
        var one = uploads + "/{id:guid}";
        Read(endpoints.MapMethods(list + "/{id:guid}/content", Reading, FileDownloads.ContentAsync), inPortal);
        Read(endpoints.MapMethods(list + "/{id:guid}/preview", Reading, FileDownloads.PreviewAsync), inPortal);
        Write(
            endpoints.MapPut(
                uploads,
                (HttpContext context, string name, string? folder, UploadFile upload) =>
                    FileUploads.WholeAsync(context, upload, name, folder, inPortal)
            ),
            inPortal
        );
        Write(
            endpoints.MapPost(
                uploads,
                (HttpContext context, string name, string? folder, long size, long? modified, StartUpload start) =>
                    FileUploads.AnswerAsync(context, start.Run(new(name, folder, size, modified ?? 0, inPortal), context.RequestAborted))
            ),
            inPortal
        );
        Write(
            endpoints.MapGet(
                one,
                (HttpContext context, Guid id, UploadQuery query) =>
                    FileUploads.AnswerAsync(context, query.Run(id, inPortal, context.RequestAborted))
            ),
            inPortal
        );
        Write(
            endpoints.MapPut(
                one,
                (HttpContext context, Guid id, long offset, AddUploadPart add) => FileUploads.PartAsync(context, add, id, offset, inPortal)
            ),
            inPortal
        );
        Write(
            endpoints.MapPost(
                one,
                (HttpContext context, Guid id, FinishUpload finish) =>
                    FileUploads.AnswerAsync(context, finish.Run(new(id, inPortal), context.RequestAborted))
            ),
            inPortal
        );
        Write(
            endpoints.MapDelete(
                one,
                (HttpContext context, Guid id, CancelUpload cancel) =>
                    FileUploads.AnswerAsync(context, cancel.Run(new(id, inPortal), context.RequestAborted))
            ),
            inPortal
        );
    }

    private static void Read(RouteHandlerBuilder endpoint, bool inPortal) =>
        Guard(endpoint.RequiresCompanyStamp(), inPortal, Permissions.Files.Read, Permissions.Files.Read);

    private static void Write(RouteHandlerBuilder endpoint, bool inPortal) =>
        Guard(endpoint.RequiresForm().RequiresCompanyStamp(), inPortal, Permissions.Files.Create, Permissions.Files.Upload);

    private static void Guard(RouteHandlerBuilder endpoint, bool inPortal, Permission staff, Permission client) =>
        _ = inPortal ? endpoint.RequiresInPortal(client) : endpoint.Requires(staff);
}
