using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metiva.Tenancy.Engines.SqlServer.CompanyMigrations
{
    /// <inheritdoc />
    public partial class Mail : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Mails",
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
                    Kind = table.Column<string>(
                        type: "varchar(64)",
                        unicode: false,
                        maxLength: 64,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    ToAddress = table.Column<string>(
                        type: "nvarchar(254)",
                        maxLength: 254,
                        nullable: false,
                        collation: "Latin1_General_CI_AS"
                    ),
                    ToName = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_CI_AS"),
                    Language = table.Column<string>(
                        type: "varchar(10)",
                        unicode: false,
                        maxLength: 10,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Subject = table.Column<string>(
                        type: "nvarchar(200)",
                        maxLength: 200,
                        nullable: false,
                        collation: "Latin1_General_CI_AS"
                    ),
                    Text = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_CI_AS"),
                    Html = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_CI_AS"),
                    Secret = table.Column<string>(
                        type: "varchar(1000)",
                        unicode: false,
                        maxLength: 1000,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Unsubscribe = table.Column<string>(
                        type: "nvarchar(500)",
                        maxLength: 500,
                        nullable: true,
                        collation: "Latin1_General_CI_AS"
                    ),
                    EntityType = table.Column<string>(
                        type: "varchar(64)",
                        unicode: false,
                        maxLength: 64,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    EntityId = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    RequestedBy = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    BounceKey = table.Column<string>(
                        type: "char(16)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 16,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Asked = table.Column<bool>(type: "bit", nullable: false),
                    State = table.Column<string>(
                        type: "varchar(32)",
                        unicode: false,
                        maxLength: 32,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Attempts = table.Column<int>(type: "int", nullable: false),
                    FromAddress = table.Column<string>(
                        type: "nvarchar(254)",
                        maxLength: 254,
                        nullable: true,
                        collation: "Latin1_General_CI_AS"
                    ),
                    SentAt = table.Column<long>(type: "bigint", nullable: true),
                    Trouble = table.Column<string>(
                        type: "nvarchar(300)",
                        maxLength: 300,
                        nullable: true,
                        collation: "Latin1_General_CI_AS"
                    ),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Mails", x => x.Id);
                }
            );

            migrationBuilder.CreateTable(
                name: "MailAttachments",
                columns: table => new
                {
                    MailId = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Position = table.Column<int>(type: "int", nullable: false),
                    FileId = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Name = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false, collation: "Latin1_General_CI_AS"),
                    Length = table.Column<long>(type: "bigint", nullable: false),
                    Hash = table.Column<string>(
                        type: "char(64)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 64,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    ContentType = table.Column<string>(
                        type: "varchar(100)",
                        unicode: false,
                        maxLength: 100,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MailAttachments", x => new { x.MailId, x.Position });
                    table.ForeignKey(
                        name: "FK_MailAttachments_Mails_MailId",
                        column: x => x.MailId,
                        principalTable: "Mails",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "MailAttempts",
                columns: table => new
                {
                    MailId = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Attempt = table.Column<int>(type: "int", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    Outcome = table.Column<string>(
                        type: "varchar(32)",
                        unicode: false,
                        maxLength: 32,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Code = table.Column<string>(
                        type: "varchar(20)",
                        unicode: false,
                        maxLength: 20,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Reply = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_CI_AS"),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MailAttempts", x => new { x.MailId, x.Attempt });
                    table.ForeignKey(
                        name: "FK_MailAttempts_Mails_MailId",
                        column: x => x.MailId,
                        principalTable: "Mails",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.CreateIndex(name: "IX_Mails_BounceKey", table: "Mails", column: "BounceKey", unique: true);

            migrationBuilder.CreateIndex(name: "IX_Mails_CreatedAt_Id", table: "Mails", columns: new[] { "CreatedAt", "Id" });

            migrationBuilder.CreateIndex(name: "IX_Mails_EntityType_EntityId", table: "Mails", columns: new[] { "EntityType", "EntityId" });

            migrationBuilder.CreateIndex(name: "IX_Mails_State_CreatedAt", table: "Mails", columns: new[] { "State", "CreatedAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "MailAttachments");

            migrationBuilder.DropTable(name: "MailAttempts");

            migrationBuilder.DropTable(name: "Mails");
        }
    }
}
