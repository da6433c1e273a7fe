using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;
using Microsoft.Net.Http.Headers;

namespace Metiva.Web.Portal.Branding;

/// <summary>
/// Serves the bound company's logo. The browser asks again each time and mostly gets "not modified": after a switch of company the
/// same address is another picture. The picture came from outside, so it is sent as nothing but a picture.
/// </summary>
internal static class PortalLogo
{
    public const string Address = "/portal/logo";

    private const string VersionSql =
        "SELECT b.Version, b.LogoContentType AS ContentType FROM CompanyProfile b WHERE b.Id = 1 AND b.Logo IS NOT NULL";
    private const string LogoSql =
        "SELECT b.Version, b.LogoContentType AS ContentType, b.Logo FROM CompanyProfile b WHERE b.Id = 1 AND b.Logo IS NOT NULL";
    private static readonly string[] Pictures = ["image/png", "image/jpeg", "image/webp"];

    public static string Href(long version) => string.Create(CultureInfo.InvariantCulture, $"{Address}?v={version}");

    public static async Task<IResult> GetAsync(HttpContext context, TenantScope scope, CompanyDatabase database)
    {
        var company = scope.Context.CompanyId.ToString();
        var headers = context.Response.Headers;
        headers.CacheControl = "private, no-cache";
        headers.Vary = "Cookie";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        headers.ContentDisposition = "inline; filename=\"logo\"";
        if (context.Request.Headers.IfNoneMatch.Count > 0 && await ReadAsync(database, VersionSql, context.RequestAborted) is { } known)
        {
            var tag = Tag(company, known.Version);
            if (context.Request.GetTypedHeaders().IfNoneMatch.Any(candidate => candidate.Compare(tag, useStrongComparison: false)))
            {
                context.Response.GetTypedHeaders().ETag = tag;
                return Results.StatusCode(StatusCodes.Status304NotModified);
            }
        }

        return
            await ReadAsync(database, LogoSql, context.RequestAborted) is { Logo: { } logo, ContentType: { } type } found
            && Pictures.Contains(type)
            ? Results.Bytes(logo, type, entityTag: Tag(company, found.Version))
            : Results.NotFound();
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) => [VersionSql, LogoSql];

    private static Task<Stored?> ReadAsync(CompanyDatabase database, string text, CancellationToken cancellationToken) =>
        database.ReadAsync(
            (connection, token) => connection.QuerySingleOrDefaultAsync<Stored>(new CommandDefinition(text, cancellationToken: token)),
            cancellationToken
        );

    // The company is part of it: version 3 of one company's logo is not version 3 of another's.
    private static EntityTagHeaderValue Tag(string company, long version)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{company} {version}")));
        return new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(hash.AsSpan(0, 12))}\"");
    }

    private sealed record Stored
    {
        public long Version { get; init; }
        public string? ContentType { get; init; }
        public byte[]? Logo { get; init; }
    }
}
