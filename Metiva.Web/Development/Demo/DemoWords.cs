using Metiva.Domain.Shared;

namespace Metiva.Web.Development.Demo;

/// <summary>Dutch names, streets and towns, and numbers that pass their checks.</summary>
internal static class DemoWords
{
    private const string PostcodeLetters = "ABCDEGHJKLMNPRTVWXZ";

    private static readonly string[] FirstNames =
    [
        "Anna",
        "Bas",
        "Carla",
        "Dirk",
        "Esmée",
        "Fatima",
        "Gerrit",
        "Hanneke",
        "Ilse",
        "Jeroen",
        "Karim",
        "Lieke",
        "Maarten",
        "Nienke",
        "Olaf",
        "Petra",
        "Quinten",
        "Roos",
        "Stijn",
        "Tess",
        "Umut",
        "Vera",
        "Willem",
        "Yara",
    ];

    private static readonly string[] LastNames =
    [
        "van den Berg",
        "Willems",
        "Jacobs",
        "de Haan",
        "Vermeulen",
        "van Dijk",
        "Schouten",
        "Yilmaz",
        "Postma",
        "Brouwer",
        "van Leeuwen",
        "Dijkstra",
        "El Idrissi",
        "Kok",
        "Veenstra",
        "Maas",
        "Hendriks",
        "van Vliet",
        "Prins",
        "Bosch",
    ];

    private static readonly string[] Streets =
    [
        "Dorpsstraat",
        "Kerkstraat",
        "Stationsweg",
        "Molenweg",
        "Schoolstraat",
        "Wilhelminalaan",
        "Nijverheidsweg",
        "Marktplein",
        "Havenstraat",
        "Beukenlaan",
        "Julianastraat",
        "Industrieweg",
        "Oude Gracht",
        "Veerdijk",
        "Parallelweg",
    ];

    // The first four digits of a town's postcodes run from one number to another.
    private static readonly (string Name, int From, int To, string Area)[] Towns =
    [
        ("Amsterdam", 1011, 1098, "020"),
        ("Haarlem", 2011, 2037, "023"),
        ("Leiden", 2311, 2334, "071"),
        ("Rotterdam", 3011, 3089, "010"),
        ("Utrecht", 3511, 3585, "030"),
        ("Amersfoort", 3811, 3829, "033"),
        ("Breda", 4811, 4839, "076"),
        ("Eindhoven", 5611, 5658, "040"),
        ("Maastricht", 6211, 6229, "043"),
        ("Arnhem", 6811, 6846, "026"),
        ("Apeldoorn", 7311, 7339, "055"),
        ("Zwolle", 8011, 8043, "038"),
        ("Leeuwarden", 8911, 8939, "058"),
        ("Groningen", 9711, 9747, "050"),
    ];

    public static string PersonName(DemoRandom random) => $"{random.Pick(FirstNames)} {random.Pick(LastNames)}";

    /// <summary>An address, and a phone number with the town's area code.</summary>
    public static (Address Address, string Phone) Place(DemoRandom random)
    {
        var town = random.Pick(Towns);
        var letters = $"{random.Pick(PostcodeLetters.ToCharArray())}{random.Pick(PostcodeLetters.ToCharArray())}";
        var address = new Address(
            FormattableString.Invariant($"{random.Pick(Streets)} {random.Between(1, 214)}"),
            FormattableString.Invariant($"{random.Between(town.From, town.To)} {letters}"),
            town.Name,
            "NL"
        );
        return (address, $"{town.Area} 555 {random.Digits(2)} {random.Digits(2)}");
    }

    public static KvkNumber Kvk(DemoRandom random) => KvkNumber.Parse($"{random.Between(1, 8)}{random.Digits(7)}").Value;

    /// <summary>A btw-id that passes the 11-test; eight digits in eleven have no ninth, so it tries again.</summary>
    public static VatId VatId(DemoRandom random)
    {
        while (true)
        {
            var digits = $"{random.Between(1, 8)}{random.Digits(7)}";
            var last = Enumerable.Range(0, 8).Sum(index => (9 - index) * (digits[index] - '0')) % 11;
            if (last < 10)
            {
                return Domain.Shared.VatId.Parse($"NL{digits}{last}B01").Value;
            }
        }
    }

    /// <summary>A mail domain of that name under <c>.example</c>.</summary>
    public static string MailDomain(string name)
    {
        var plain = name.ToLowerInvariant().Normalize(System.Text.NormalizationForm.FormD);
        return string.Concat(plain.Where(char.IsAsciiLetterOrDigit)) + ".example";
    }

    public static string MailName(string person) => string.Concat(person.Split(' ')[0].ToLowerInvariant().Where(char.IsAsciiLetter));
}
