using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metiva.Tenancy.Engines.SqlServer.CompanyMigrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Accounts",
                columns: table => new
                {
                    Id = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_CI_AS"),
                    KvkNumber = table.Column<string>(
                        type: "varchar(8)",
                        unicode: false,
                        maxLength: 8,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    VatId = table.Column<string>(
                        type: "varchar(14)",
                        unicode: false,
                        maxLength: 14,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Email = table.Column<string>(type: "nvarchar(254)", maxLength: 254, nullable: true, collation: "Latin1_General_CI_AS"),
                    Phone = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true, collation: "Latin1_General_CI_AS"),
                    CreatedBy = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    AssignedTo = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    City = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_CI_AS"),
                    Country = table.Column<string>(
                        type: "char(2)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 2,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    PostalCode = table.Column<string>(
                        type: "nvarchar(16)",
                        maxLength: 16,
                        nullable: false,
                        collation: "Latin1_General_CI_AS"
                    ),
                    Street = table.Column<string>(
                        type: "nvarchar(200)",
                        maxLength: 200,
                        nullable: false,
                        collation: "Latin1_General_CI_AS"
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Accounts", x => x.Id);
                }
            );

            migrationBuilder.CreateTable(
                name: "AuditRecords",
                columns: table => new
                {
                    Sequence = table.Column<long>(type: "bigint", nullable: false).Annotation("SqlServer:Identity", "1, 1"),
                    OperationId = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    PersonId = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    PersonName = table.Column<string>(
                        type: "nvarchar(200)",
                        maxLength: 200,
                        nullable: false,
                        collation: "Latin1_General_CI_AS"
                    ),
                    Action = table.Column<string>(
                        type: "varchar(64)",
                        unicode: false,
                        maxLength: 64,
                        nullable: false,
                        collation: "Latin1_General_CI_AS"
                    ),
                    EntityType = table.Column<string>(
                        type: "varchar(64)",
                        unicode: false,
                        maxLength: 64,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    EntityId = table.Column<string>(
                        type: "varchar(64)",
                        unicode: false,
                        maxLength: 64,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Summary = table.Column<string>(
                        type: "nvarchar(500)",
                        maxLength: 500,
                        nullable: false,
                        collation: "Latin1_General_CI_AS"
                    ),
                    Before = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_CI_AS"),
                    After = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_CI_AS"),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuditRecords", x => x.Sequence);
                }
            );

            migrationBuilder.CreateTable(
                name: "CompanyIdentity",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false),
                    CompanyId = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    SchemaVersion = table.Column<int>(type: "int", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CompanyIdentity", x => x.Id);
                    table.CheckConstraint("CK_CompanyIdentity_OnlyRow", "Id = 1");
                }
            );

            migrationBuilder.CreateTable(
                name: "CompanyProfile",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false),
                    LegalName = table.Column<string>(
                        type: "nvarchar(200)",
                        maxLength: 200,
                        nullable: false,
                        collation: "Latin1_General_CI_AS"
                    ),
                    KvkNumber = table.Column<string>(
                        type: "varchar(8)",
                        unicode: false,
                        maxLength: 8,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    VatId = table.Column<string>(
                        type: "varchar(14)",
                        unicode: false,
                        maxLength: 14,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Iban = table.Column<string>(
                        type: "varchar(34)",
                        unicode: false,
                        maxLength: 34,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    BrandColour = table.Column<string>(
                        type: "char(7)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 7,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Logo = table.Column<byte[]>(type: "varbinary(max)", maxLength: 524288, nullable: true),
                    LogoContentType = table.Column<string>(
                        type: "varchar(32)",
                        unicode: false,
                        maxLength: 32,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    City = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_CI_AS"),
                    Country = table.Column<string>(
                        type: "char(2)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 2,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    PostalCode = table.Column<string>(
                        type: "nvarchar(16)",
                        maxLength: 16,
                        nullable: false,
                        collation: "Latin1_General_CI_AS"
                    ),
                    Street = table.Column<string>(
                        type: "nvarchar(200)",
                        maxLength: 200,
                        nullable: false,
                        collation: "Latin1_General_CI_AS"
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CompanyProfile", x => x.Id);
                    table.CheckConstraint("CK_CompanyProfile_OnlyRow", "Id = 1");
                }
            );

            migrationBuilder.CreateTable(
                name: "NumberSeries",
                columns: table => new
                {
                    Name = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_CI_AS"),
                    Next = table.Column<int>(type: "int", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_NumberSeries", x => x.Name);
                }
            );

            migrationBuilder.CreateTable(
                name: "Contacts",
                columns: table => new
                {
                    Id = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    AccountId = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_CI_AS"),
                    JobTitle = table.Column<string>(
                        type: "nvarchar(200)",
                        maxLength: 200,
                        nullable: true,
                        collation: "Latin1_General_CI_AS"
                    ),
                    Email = table.Column<string>(type: "nvarchar(254)", maxLength: 254, nullable: true, collation: "Latin1_General_CI_AS"),
                    Phone = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true, collation: "Latin1_General_CI_AS"),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Contacts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Contacts_Accounts_AccountId",
                        column: x => x.AccountId,
                        principalTable: "Accounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "Contracts",
                columns: table => new
                {
                    Id = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    AccountId = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Title = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_CI_AS"),
                    State = table.Column<string>(
                        type: "varchar(32)",
                        unicode: false,
                        maxLength: 32,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Value = table.Column<long>(type: "bigint", nullable: false),
                    StartDate = table.Column<string>(
                        type: "char(10)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 10,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    EndDate = table.Column<string>(
                        type: "char(10)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 10,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Body = table.Column<string>(
                        type: "nvarchar(max)",
                        maxLength: 100000,
                        nullable: false,
                        collation: "Latin1_General_CI_AS"
                    ),
                    PublishedAt = table.Column<long>(type: "bigint", nullable: true),
                    SignedBy = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    SignedByName = table.Column<string>(
                        type: "nvarchar(200)",
                        maxLength: 200,
                        nullable: true,
                        collation: "Latin1_General_CI_AS"
                    ),
                    SignedAt = table.Column<long>(type: "bigint", nullable: true),
                    ClosingNote = table.Column<string>(
                        type: "nvarchar(500)",
                        maxLength: 500,
                        nullable: true,
                        collation: "Latin1_General_CI_AS"
                    ),
                    CreatedBy = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    AssignedTo = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Contracts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Contracts_Accounts_AccountId",
                        column: x => x.AccountId,
                        principalTable: "Accounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "Invoices",
                columns: table => new
                {
                    Id = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    AccountId = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    CustomerName = table.Column<string>(
                        type: "nvarchar(200)",
                        maxLength: 200,
                        nullable: false,
                        collation: "Latin1_General_CI_AS"
                    ),
                    CustomerAddress = table.Column<string>(
                        type: "nvarchar(324)",
                        maxLength: 324,
                        nullable: true,
                        collation: "Latin1_General_CI_AS"
                    ),
                    CustomerVatId = table.Column<string>(
                        type: "varchar(14)",
                        unicode: false,
                        maxLength: 14,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Number = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true, collation: "Latin1_General_CI_AS"),
                    State = table.Column<string>(
                        type: "varchar(32)",
                        unicode: false,
                        maxLength: 32,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    IssueDate = table.Column<string>(
                        type: "char(10)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 10,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    SupplyDate = table.Column<string>(
                        type: "char(10)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 10,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    PaymentTermDays = table.Column<int>(type: "int", nullable: false),
                    DueDate = table.Column<string>(
                        type: "char(10)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 10,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Reference = table.Column<string>(
                        type: "nvarchar(100)",
                        maxLength: 100,
                        nullable: true,
                        collation: "Latin1_General_CI_AS"
                    ),
                    Subtotal = table.Column<long>(type: "bigint", nullable: false),
                    Vat = table.Column<long>(type: "bigint", nullable: false),
                    Total = table.Column<long>(type: "bigint", nullable: false),
                    Paid = table.Column<long>(type: "bigint", nullable: false),
                    OpenBalance = table.Column<long>(type: "bigint", nullable: false),
                    CreatedBy = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    AssignedTo = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    ReviewNote = table.Column<string>(
                        type: "nvarchar(500)",
                        maxLength: 500,
                        nullable: true,
                        collation: "Latin1_General_CI_AS"
                    ),
                    PublishedAt = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Invoices", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Invoices_Accounts_AccountId",
                        column: x => x.AccountId,
                        principalTable: "Accounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "Projects",
                columns: table => new
                {
                    Id = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    AccountId = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_CI_AS"),
                    Kind = table.Column<string>(
                        type: "varchar(32)",
                        unicode: false,
                        maxLength: 32,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    State = table.Column<string>(
                        type: "varchar(32)",
                        unicode: false,
                        maxLength: 32,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Description = table.Column<string>(
                        type: "nvarchar(4000)",
                        maxLength: 4000,
                        nullable: true,
                        collation: "Latin1_General_CI_AS"
                    ),
                    StartDate = table.Column<string>(
                        type: "char(10)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 10,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    DueDate = table.Column<string>(
                        type: "char(10)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 10,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    HoursBudgeted = table.Column<long>(type: "bigint", nullable: false),
                    HoursUsed = table.Column<long>(type: "bigint", nullable: false),
                    PublishedAt = table.Column<long>(type: "bigint", nullable: true),
                    CreatedBy = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    AssignedTo = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Projects", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Projects_Accounts_AccountId",
                        column: x => x.AccountId,
                        principalTable: "Accounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "InvoiceEvents",
                columns: table => new
                {
                    Id = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    Kind = table.Column<string>(
                        type: "varchar(32)",
                        unicode: false,
                        maxLength: 32,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    PersonName = table.Column<string>(
                        type: "nvarchar(200)",
                        maxLength: 200,
                        nullable: false,
                        collation: "Latin1_General_CI_AS"
                    ),
                    Note = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true, collation: "Latin1_General_CI_AS"),
                    InvoiceId = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_InvoiceEvents", x => x.Id);
                    table.ForeignKey(
                        name: "FK_InvoiceEvents_Invoices_InvoiceId",
                        column: x => x.InvoiceId,
                        principalTable: "Invoices",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "InvoiceLines",
                columns: table => new
                {
                    Id = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Position = table.Column<int>(type: "int", nullable: false),
                    Description = table.Column<string>(
                        type: "nvarchar(500)",
                        maxLength: 500,
                        nullable: false,
                        collation: "Latin1_General_CI_AS"
                    ),
                    Quantity = table.Column<long>(type: "bigint", nullable: false),
                    Unit = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_CI_AS"),
                    UnitPrice = table.Column<long>(type: "bigint", nullable: false),
                    Vat = table.Column<string>(
                        type: "varchar(8)",
                        unicode: false,
                        maxLength: 8,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Net = table.Column<long>(type: "bigint", nullable: false),
                    InvoiceId = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_InvoiceLines", x => x.Id);
                    table.ForeignKey(
                        name: "FK_InvoiceLines_Invoices_InvoiceId",
                        column: x => x.InvoiceId,
                        principalTable: "Invoices",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "InvoicePayments",
                columns: table => new
                {
                    Id = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    PaidOn = table.Column<string>(
                        type: "char(10)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 10,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Amount = table.Column<long>(type: "bigint", nullable: false),
                    Method = table.Column<string>(
                        type: "varchar(32)",
                        unicode: false,
                        maxLength: 32,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    RegisteredAt = table.Column<long>(type: "bigint", nullable: false),
                    InvoiceId = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_InvoicePayments", x => x.Id);
                    table.ForeignKey(
                        name: "FK_InvoicePayments_Invoices_InvoiceId",
                        column: x => x.InvoiceId,
                        principalTable: "Invoices",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "InvoiceVatTotals",
                columns: table => new
                {
                    Id = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Rate = table.Column<string>(
                        type: "varchar(8)",
                        unicode: false,
                        maxLength: 8,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Base = table.Column<long>(type: "bigint", nullable: false),
                    Vat = table.Column<long>(type: "bigint", nullable: false),
                    InvoiceId = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_InvoiceVatTotals", x => x.Id);
                    table.ForeignKey(
                        name: "FK_InvoiceVatTotals_Invoices_InvoiceId",
                        column: x => x.InvoiceId,
                        principalTable: "Invoices",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "Milestones",
                columns: table => new
                {
                    Id = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Position = table.Column<int>(type: "int", nullable: false),
                    Name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_CI_AS"),
                    DueDate = table.Column<string>(
                        type: "char(10)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 10,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    CompletedOn = table.Column<string>(
                        type: "char(10)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 10,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    ProjectId = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Milestones", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Milestones_Projects_ProjectId",
                        column: x => x.ProjectId,
                        principalTable: "Projects",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.CreateIndex(name: "IX_Accounts_Name_Id", table: "Accounts", columns: new[] { "Name", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditRecords_Action_Sequence",
                table: "AuditRecords",
                columns: new[] { "Action", "Sequence" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_AuditRecords_EntityType_EntityId",
                table: "AuditRecords",
                columns: new[] { "EntityType", "EntityId" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_AuditRecords_OperationId",
                table: "AuditRecords",
                column: "OperationId",
                unique: true,
                filter: "[OperationId] IS NOT NULL"
            );

            migrationBuilder.CreateIndex(
                name: "IX_AuditRecords_PersonId_Sequence",
                table: "AuditRecords",
                columns: new[] { "PersonId", "Sequence" }
            );

            migrationBuilder.CreateIndex(name: "IX_Contacts_AccountId", table: "Contacts", column: "AccountId");

            migrationBuilder.CreateIndex(name: "IX_Contacts_Name_Id", table: "Contacts", columns: new[] { "Name", "Id" });

            migrationBuilder.CreateIndex(name: "IX_Contracts_AccountId", table: "Contracts", column: "AccountId");

            migrationBuilder.CreateIndex(name: "IX_Contracts_StartDate_Id", table: "Contracts", columns: new[] { "StartDate", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Contracts_State_StartDate_Id",
                table: "Contracts",
                columns: new[] { "State", "StartDate", "Id" }
            );

            migrationBuilder.CreateIndex(name: "IX_InvoiceEvents_InvoiceId", table: "InvoiceEvents", column: "InvoiceId");

            migrationBuilder.CreateIndex(name: "IX_InvoiceLines_InvoiceId", table: "InvoiceLines", column: "InvoiceId");

            migrationBuilder.CreateIndex(name: "IX_InvoicePayments_InvoiceId", table: "InvoicePayments", column: "InvoiceId");

            migrationBuilder.CreateIndex(name: "IX_InvoicePayments_PaidOn", table: "InvoicePayments", column: "PaidOn");

            migrationBuilder.CreateIndex(
                name: "IX_Invoices_AccountId_IssueDate_Id",
                table: "Invoices",
                columns: new[] { "AccountId", "IssueDate", "Id" }
            );

            migrationBuilder.CreateIndex(name: "IX_Invoices_CustomerName_Id", table: "Invoices", columns: new[] { "CustomerName", "Id" });

            migrationBuilder.CreateIndex(name: "IX_Invoices_DueDate_Id", table: "Invoices", columns: new[] { "DueDate", "Id" });

            migrationBuilder.CreateIndex(name: "IX_Invoices_IssueDate_Id", table: "Invoices", columns: new[] { "IssueDate", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Invoices_Number",
                table: "Invoices",
                column: "Number",
                unique: true,
                filter: "[Number] IS NOT NULL"
            );

            migrationBuilder.CreateIndex(
                name: "IX_Invoices_State_CustomerName_Id",
                table: "Invoices",
                columns: new[] { "State", "CustomerName", "Id" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_Invoices_State_DueDate_Id",
                table: "Invoices",
                columns: new[] { "State", "DueDate", "Id" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_Invoices_State_IssueDate_Id",
                table: "Invoices",
                columns: new[] { "State", "IssueDate", "Id" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_Invoices_State_Number_Id",
                table: "Invoices",
                columns: new[] { "State", "Number", "Id" }
            );

            migrationBuilder.CreateIndex(name: "IX_Invoices_State_Total_Id", table: "Invoices", columns: new[] { "State", "Total", "Id" });

            migrationBuilder.CreateIndex(name: "IX_Invoices_Total_Id", table: "Invoices", columns: new[] { "Total", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Invoices_Totals",
                table: "Invoices",
                columns: new[] { "State", "IssueDate", "AccountId", "DueDate", "Total", "OpenBalance", "Vat" }
            );

            migrationBuilder.CreateIndex(name: "IX_InvoiceVatTotals_InvoiceId", table: "InvoiceVatTotals", column: "InvoiceId");

            migrationBuilder.CreateIndex(name: "IX_Milestones_ProjectId", table: "Milestones", column: "ProjectId");

            migrationBuilder.CreateIndex(name: "IX_Projects_AccountId", table: "Projects", column: "AccountId");

            migrationBuilder.CreateIndex(name: "IX_Projects_Name_Id", table: "Projects", columns: new[] { "Name", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Projects_State_DueDate_Id",
                table: "Projects",
                columns: new[] { "State", "DueDate", "Id" }
            );

            foreach (var trigger in InitialTriggers.Statements)
            {
                migrationBuilder.Sql(trigger);
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "AuditRecords");

            migrationBuilder.DropTable(name: "CompanyIdentity");

            migrationBuilder.DropTable(name: "CompanyProfile");

            migrationBuilder.DropTable(name: "Contacts");

            migrationBuilder.DropTable(name: "Contracts");

            migrationBuilder.DropTable(name: "InvoiceEvents");

            migrationBuilder.DropTable(name: "InvoiceLines");

            migrationBuilder.DropTable(name: "InvoicePayments");

            migrationBuilder.DropTable(name: "InvoiceVatTotals");

            migrationBuilder.DropTable(name: "Milestones");

            migrationBuilder.DropTable(name: "NumberSeries");

            migrationBuilder.DropTable(name: "Invoices");

            migrationBuilder.DropTable(name: "Projects");

            migrationBuilder.DropTable(name: "Accounts");
        }
    }
}
