using System.Text;
using System.Text.Encodings.Web;

namespace Metiva.Web.Identity.DevelopmentIssuer;

/// <summary>The issuer's page to pick a person. It is no page of the application, so it stands by itself.</summary>
internal static class PickPage
{
    private const string Style = """
        :root { color-scheme: light dark; font-family: system-ui, sans-serif; }
        body { margin: 0; display: grid; justify-items: center; }
        main { width: min(44rem, 100% - 2rem); padding-block: 2rem; }
        .note { color: GrayText; }
        .people { display: grid; gap: .5rem; grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); }
        button { font: inherit; text-align: start; padding: .75rem 1rem; border: 1px solid GrayText; border-radius: .5rem;
          background: Canvas; color: CanvasText; cursor: pointer; width: 100%; }
        button:hover, button:focus-visible { border-color: Highlight; outline: 2px solid Highlight; }
        small { display: block; color: GrayText; }
        label { display: block; margin-block: .5rem; }
        input { font: inherit; padding: .5rem; width: 100%; box-sizing: border-box; }
        """;

    public static IResult Show(HttpContext context, AuthorizeRequest request, IssuerPeople people, IssuerPerson? first)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Frame-Options"] = "DENY";
        var html = new StringBuilder(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Development sign-in</title><link rel="icon" type="image/svg+xml" href="/favicon.svg"><style>{Style}</style>
            </head>
            <body><main>
            <h1>Who are you today?</h1>
            <p class="note">Metiva's development issuer. It takes the place of Entra ID while none is configured, on this machine only.</p>
            <form method="post" action="{DevelopmentIssuer.Path}/oauth2/v2.0/authorize">
            """
        );
        foreach (var (name, value) in request.Parameters())
        {
            html.Append($"<input type=\"hidden\" name=\"{Encode(name)}\" value=\"{Encode(value)}\">");
        }

        html.Append("<div class=\"people\">");
        foreach (var person in people.All.OrderBy(person => person == first ? 0 : 1))
        {
            html.Append(
                $"""
                <button name="person" value="{person.ObjectId}"{(person == first ? " autofocus" : "")}>
                {Encode(person.Name)}<small>{Encode(person.Description)}</small><small>{Encode(person.Email)}</small></button>
                """
            );
        }

        html.Append(
            """
            </div>
            <h2>Somebody else</h2>
            <label>Name <input name="name" autocomplete="off" maxlength="100"></label>
            <label>Mail address <input name="email" type="email" autocomplete="off" maxlength="100"></label>
            <p><button name="person" value="guest">Sign in as this person</button></p>
            <p><button name="person" value="cancel" formnovalidate>Cancel</button></p>
            </form></main></body></html>
            """
        );
        return TypedResults.Content(html.ToString(), "text/html; charset=utf-8");
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
