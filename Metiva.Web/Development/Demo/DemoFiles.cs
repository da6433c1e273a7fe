using System.Globalization;
using System.Text;
using Metiva.Domain.Files;
using Metiva.Tenancy.Lifecycle;

namespace Metiva.Web.Development.Demo;

/// <summary>A few files for each company, some of them shown to the client.</summary>
internal static class DemoFiles
{
    private const int PosterSize = 240;

    /// <summary>Stores their contents and makes their rows.</summary>
    public static async Task<IReadOnlyList<StoredFile>> MakeAsync(
        DemoCompany company,
        DateTimeOffset now,
        CompanySeeder seeder,
        CancellationToken cancellationToken
    )
    {
        var world = new DemoWorld(company, now);
        (string Name, string Folder, byte[] Content, int DaysAgo, bool Shown)[] files =
        [
            ("Briefing campagne.pdf", "Campagne", Briefing(company), 34, true),
            ("Poster voorjaar.png", "Campagne", Poster(world), 21, true),
            ("Contactmomenten.csv", "Rapportage", Figures(world), 12, false),
            ("Merkhandboek.pdf", "Huisstijl", Handbook(company), 9, true),
            ("Notities kick-off.txt", "Projecten", Notes(company), 4, false),
        ];
        var made = new List<StoredFile>();
        foreach (var file in files)
        {
            var at = world.At(world.Today.AddDays(-file.DaysAgo), 11, 20);
            var contents = await seeder.PutFileAsync(company.Id, file.Content, cancellationToken);
            var row = StoredFile
                .Create(Guid.CreateVersion7(at), file.Name, file.Folder, contents, world.Delivery, fromClient: false, at)
                .Value;
            if (file.Shown)
            {
                row.Publish(at.AddHours(1)).Demand();
            }

            made.Add(row);
        }

        return made;
    }

    private static byte[] Briefing(DemoCompany company) =>
        DemoPdf.Write(
            "Briefing campagne",
            [
                company.Name,
                "",
                "Doel: meer aanvragen via de website.",
                "Doelgroep: bestaande klanten en hun netwerk.",
                "Periode: acht weken.",
            ]
        );

    private static byte[] Handbook(DemoCompany company) =>
        DemoPdf.Write(
            "Merkhandboek",
            [company.Name, "", "Logo: altijd met witruimte.", "Kleur: zie de huisstijlkleur in Metiva.", "Toon: helder en warm."]
        );

    private static byte[] Notes(DemoCompany company) =>
        Encoding.UTF8.GetBytes(
            $"Kick-off {company.Name}\n\n- planning akkoord\n- tekst levert de klant aan\n- volgende afspraak over twee weken\n"
        );

    private static byte[] Figures(DemoWorld world)
    {
        var random = world.Stream("files");
        var lines = Enumerable
            .Range(0, 8)
            .Select(week =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{world.Today.AddDays(-7 * (8 - week)):yyyy-MM-dd};{random.Between(20, 90)};{random.Between(2, 19)}"
                )
            );
        return Encoding.UTF8.GetBytes("week;bezoeken;aanvragen\n" + string.Join('\n', lines) + "\n");
    }

    /// <summary>Stripes in a colour of the company's own.</summary>
    private static byte[] Poster(DemoWorld world)
    {
        var random = world.Stream("poster");
        var (red, green, blue) = ((byte)random.Between(20, 120), (byte)random.Between(60, 160), (byte)random.Between(90, 200));
        var pixels = new byte[PosterSize * PosterSize * 4];
        for (var at = 0; at < pixels.Length; at += 4)
        {
            var (x, y) = (at / 4 % PosterSize, at / 4 / PosterSize);
            var light = (x + y) / 24 % 2 == 0;
            pixels[at] = light ? (byte)250 : red;
            pixels[at + 1] = light ? (byte)246 : green;
            pixels[at + 2] = light ? (byte)238 : blue;
            pixels[at + 3] = 255;
        }

        return DemoPng.Write(PosterSize, PosterSize, pixels);
    }
}
