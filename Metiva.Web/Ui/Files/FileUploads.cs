using Metiva.Domain.Files;
using Metiva.Domain.Shared;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Files;
using Metiva.Tenancy.Files.Uploads;
using Metiva.Web.Shell;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Localization;

namespace Metiva.Web.Ui.Files;

/// <summary>Takes files in, and says how it went: JSON, or problem details with the words for the person.</summary>
internal static class FileUploads
{
    // Kestrel's own limit answers without words, so it stands a little above ours.
    private const int Slack = 1024;

    internal static async Task<IResult> WholeAsync(HttpContext context, UploadFile upload, string name, string? folder, bool inPortal)
    {
        Allow(context, context.RequestServices.GetRequiredService<FileSettings>().RequestBytes);
        var command = new UploadFile.Command(name, folder, context.Request.Body, context.Request.ContentLength, inPortal);
        return await AnswerAsync(context, upload.Run(command, context.RequestAborted));
    }

    internal static async Task<IResult> PartAsync(HttpContext context, AddUploadPart add, Guid id, long offset, bool inPortal)
    {
        Allow(context, context.RequestServices.GetRequiredService<FileSettings>().PartBytes);
        return await AnswerAsync(context, add.Run(new(id, offset, context.Request.Body, inPortal), context.RequestAborted));
    }

    internal static async Task<IResult> AnswerAsync<T>(HttpContext context, Task<Result<T>> running)
    {
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            var result = await running;
            return result.Ok ? Results.Json(result.Value) : Problem(context, result.Error!);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Problem(context, new FileTooLarge(context.RequestServices.GetRequiredService<FileSettings>().RequestBytes));
        }
    }

    private static IResult Problem(HttpContext context, Error error)
    {
        var words = context.RequestServices.GetRequiredService<IStringLocalizer<ErrorTexts>>();
        long? received = error switch
        {
            WrongOffset wrong => wrong.Received,
            UploadIncomplete incomplete => incomplete.Received,
            _ => null,
        };
        return Results.Problem(
            title: error.Code,
            detail: words.Of(error),
            statusCode: StatusOf(error),
            extensions: received is null ? null : new Dictionary<string, object?>(StringComparer.Ordinal) { ["received"] = received }
        );
    }

    private static int StatusOf(Error error) =>
        error switch
        {
            PermissionDenied or ViewingAsClient => StatusCodes.Status403Forbidden,
            NotFound => StatusCodes.Status404NotFound,
            WrongOffset or UploadIncomplete or ChangedMeanwhile => StatusCodes.Status409Conflict,
            FileTooLarge or StorageFull => StatusCodes.Status413PayloadTooLarge,
            ContentMissing => StatusCodes.Status410Gone,
            _ => StatusCodes.Status400BadRequest,
        };

    private static void Allow(HttpContext context, long bytes)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = bytes + Slack;
        }
    }
}
