using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metiva.Tenancy.Engines.SqlServer.CompanyMigrations
{
    /// <inheritdoc />
    public partial class Platform : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "AuditSubjects",
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
                    Subject = table.Column<string>(
                        type: "varchar(64)",
                        unicode: false,
                        maxLength: 64,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    EncryptionKey = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: true),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    ErasedAt = table.Column<long>(type: "bigint", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuditSubjects", x => x.Id);
                }
            );

            migrationBuilder.CreateTable(
                name: "FileUploads",
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
                    Name = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false, collation: "Latin1_General_CI_AS"),
                    Folder = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_CI_AS"),
                    Size = table.Column<long>(type: "bigint", nullable: false),
                    Modified = table.Column<long>(type: "bigint", nullable: false),
                    Received = table.Column<long>(type: "bigint", nullable: false),
                    CreatedBy = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FileUploads", x => x.Id);
                }
            );

            migrationBuilder.CreateTable(
                name: "NotificationPreferences",
                columns: table => new
                {
                    PersonId = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Digest = table.Column<string>(
                        type: "varchar(32)",
                        unicode: false,
                        maxLength: 32,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Muted = table.Column<string>(
                        type: "varchar(1000)",
                        unicode: false,
                        maxLength: 1000,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Language = table.Column<string>(
                        type: "varchar(10)",
                        unicode: false,
                        maxLength: 10,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    LastDigestOn = table.Column<string>(
                        type: "char(10)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 10,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_NotificationPreferences", x => x.PersonId);
                }
            );

            migrationBuilder.CreateTable(
                name: "Notifications",
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
                    PersonId = table.Column<string>(
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
                    EntityId = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Facts = table.Column<string>(
                        type: "nvarchar(4000)",
                        maxLength: 4000,
                        nullable: false,
                        collation: "Latin1_General_CI_AS"
                    ),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    ReadAt = table.Column<long>(type: "bigint", nullable: true),
                    DigestedAt = table.Column<long>(type: "bigint", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Notifications", x => x.Id);
                }
            );

            migrationBuilder.CreateTable(
                name: "SearchEntries",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false).Annotation("SqlServer:Identity", "1, 1"),
                    EntityType = table.Column<string>(
                        type: "varchar(32)",
                        unicode: false,
                        maxLength: 32,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    EntityId = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Published = table.Column<bool>(type: "bit", nullable: false),
                    OwnerId = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    AssigneeId = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Title = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_CI_AS"),
                    Text = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_CI_AS"),
                    Words = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_CI_AS"),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SearchEntries", x => x.Id);
                }
            );

            migrationBuilder.CreateTable(
                name: "SettingChanges",
                columns: table => new
                {
                    GroupKey = table.Column<string>(
                        type: "varchar(32)",
                        unicode: false,
                        maxLength: 32,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    Form = table.Column<int>(type: "int", nullable: false),
                    Value = table.Column<string>(
                        type: "nvarchar(4000)",
                        maxLength: 4000,
                        nullable: false,
                        collation: "Latin1_General_CI_AS"
                    ),
                    ChangedAt = table.Column<long>(type: "bigint", nullable: false),
                    ChangedBy = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    ChangedByName = table.Column<string>(
                        type: "nvarchar(200)",
                        maxLength: 200,
                        nullable: false,
                        collation: "Latin1_General_CI_AS"
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SettingChanges", x => new { x.GroupKey, x.Version });
                }
            );

            migrationBuilder.CreateTable(
                name: "Settings",
                columns: table => new
                {
                    GroupKey = table.Column<string>(
                        type: "varchar(32)",
                        unicode: false,
                        maxLength: 32,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Form = table.Column<int>(type: "int", nullable: false),
                    Value = table.Column<string>(
                        type: "nvarchar(4000)",
                        maxLength: 4000,
                        nullable: false,
                        collation: "Latin1_General_CI_AS"
                    ),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Settings", x => x.GroupKey);
                }
            );

            migrationBuilder.CreateTable(
                name: "StoredFiles",
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
                    Name = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false, collation: "Latin1_General_CI_AS"),
                    Folder = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_CI_AS"),
                    ContentType = table.Column<string>(
                        type: "varchar(100)",
                        unicode: false,
                        maxLength: 100,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Size = table.Column<long>(type: "bigint", nullable: false),
                    Hash = table.Column<string>(
                        type: "char(64)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 64,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    StoredName = table.Column<string>(
                        type: "char(64)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 64,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
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
                    CreatedBy = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    CreatedByName = table.Column<string>(
                        type: "nvarchar(200)",
                        maxLength: 200,
                        nullable: false,
                        collation: "Latin1_General_CI_AS"
                    ),
                    FromClient = table.Column<bool>(type: "bit", nullable: false),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    PublishedAt = table.Column<long>(type: "bigint", nullable: true),
                    RemovedAt = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StoredFiles", x => x.Id);
                }
            );

            migrationBuilder.CreateTable(
                name: "WorkItems",
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
                    Payload = table.Column<string>(
                        type: "varchar(1000)",
                        unicode: false,
                        maxLength: 1000,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Key = table.Column<string>(
                        type: "varchar(128)",
                        unicode: false,
                        maxLength: 128,
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
                    DueAt = table.Column<long>(type: "bigint", nullable: false),
                    State = table.Column<string>(
                        type: "varchar(32)",
                        unicode: false,
                        maxLength: 32,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Attempts = table.Column<int>(type: "int", nullable: false),
                    Failures = table.Column<int>(type: "int", nullable: false),
                    ClaimedBy = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    ClaimedUntil = table.Column<long>(type: "bigint", nullable: true),
                    Progress = table.Column<int>(type: "int", nullable: true),
                    CancelAsked = table.Column<bool>(type: "bit", nullable: false),
                    Trouble = table.Column<string>(
                        type: "varchar(200)",
                        unicode: false,
                        maxLength: 200,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    EndedAt = table.Column<long>(type: "bigint", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkItems", x => x.Id);
                }
            );

            migrationBuilder.CreateTable(
                name: "WorkRuns",
                columns: table => new
                {
                    ItemId = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Attempt = table.Column<int>(type: "int", nullable: false),
                    StartedAt = table.Column<long>(type: "bigint", nullable: false),
                    EndedAt = table.Column<long>(type: "bigint", nullable: true),
                    Outcome = table.Column<string>(
                        type: "varchar(32)",
                        unicode: false,
                        maxLength: 32,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Trouble = table.Column<string>(
                        type: "varchar(200)",
                        unicode: false,
                        maxLength: 200,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Node = table.Column<string>(
                        type: "varchar(100)",
                        unicode: false,
                        maxLength: 100,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkRuns", x => new { x.ItemId, x.Attempt });
                }
            );

            migrationBuilder.CreateTable(
                name: "AuditValues",
                columns: table => new
                {
                    Reference = table.Column<string>(
                        type: "char(22)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 22,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    SubjectId = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Cipher = table.Column<byte[]>(type: "varbinary(2000)", maxLength: 2000, nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuditValues", x => x.Reference);
                    table.ForeignKey(
                        name: "FK_AuditValues_AuditSubjects_SubjectId",
                        column: x => x.SubjectId,
                        principalTable: "AuditSubjects",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "FileUploadParts",
                columns: table => new
                {
                    UploadId = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Start = table.Column<long>(type: "bigint", nullable: false),
                    Length = table.Column<long>(type: "bigint", nullable: false),
                    Hash = table.Column<string>(
                        type: "char(64)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 64,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    StoredName = table.Column<string>(
                        type: "char(64)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 64,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FileUploadParts", x => new { x.UploadId, x.Start });
                    table.ForeignKey(
                        name: "FK_FileUploadParts_FileUploads_UploadId",
                        column: x => x.UploadId,
                        principalTable: "FileUploads",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.CreateIndex(name: "IX_AuditSubjects_Subject", table: "AuditSubjects", column: "Subject");

            migrationBuilder.CreateIndex(name: "IX_AuditValues_SubjectId", table: "AuditValues", column: "SubjectId");

            migrationBuilder.CreateIndex(name: "IX_FileUploadParts_StoredName", table: "FileUploadParts", column: "StoredName");

            migrationBuilder.CreateIndex(
                name: "IX_FileUploads_CreatedBy_ExpiresAt",
                table: "FileUploads",
                columns: new[] { "CreatedBy", "ExpiresAt" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_Notifications_CreatedAt_PersonId",
                table: "Notifications",
                columns: new[] { "CreatedAt", "PersonId" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_Notifications_PersonId_CreatedAt_Id",
                table: "Notifications",
                columns: new[] { "PersonId", "CreatedAt", "Id" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_Notifications_PersonId_ReadAt_DigestedAt_Kind",
                table: "Notifications",
                columns: new[] { "PersonId", "ReadAt", "DigestedAt", "Kind" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_SearchEntries_EntityType_EntityId",
                table: "SearchEntries",
                columns: new[] { "EntityType", "EntityId" },
                unique: true
            );

            migrationBuilder.CreateIndex(
                name: "IX_StoredFiles_EntityType_EntityId",
                table: "StoredFiles",
                columns: new[] { "EntityType", "EntityId" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_StoredFiles_RemovedAt_CreatedAt",
                table: "StoredFiles",
                columns: new[] { "RemovedAt", "CreatedAt" }
            );

            migrationBuilder.CreateIndex(name: "IX_StoredFiles_StoredName", table: "StoredFiles", column: "StoredName");

            migrationBuilder.CreateIndex(
                name: "IX_WorkItems_Key",
                table: "WorkItems",
                column: "Key",
                unique: true,
                filter: "[Key] IS NOT NULL"
            );

            migrationBuilder.CreateIndex(name: "IX_WorkItems_Kind_CreatedAt", table: "WorkItems", columns: new[] { "Kind", "CreatedAt" });

            migrationBuilder.CreateIndex(name: "IX_WorkItems_State_DueAt", table: "WorkItems", columns: new[] { "State", "DueAt" });

            IEnumerable<string>[] statements = [AuditSubjectTriggers.Statements, SearchBackfill.Statements];
            foreach (var statement in statements.SelectMany(part => part))
            {
                migrationBuilder.Sql(statement);
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "AuditValues");

            migrationBuilder.DropTable(name: "FileUploadParts");

            migrationBuilder.DropTable(name: "NotificationPreferences");

            migrationBuilder.DropTable(name: "Notifications");

            migrationBuilder.DropTable(name: "SearchEntries");

            migrationBuilder.DropTable(name: "SettingChanges");

            migrationBuilder.DropTable(name: "Settings");

            migrationBuilder.DropTable(name: "StoredFiles");

            migrationBuilder.DropTable(name: "WorkItems");

            migrationBuilder.DropTable(name: "WorkRuns");

            migrationBuilder.DropTable(name: "AuditSubjects");

            migrationBuilder.DropTable(name: "FileUploads");
        }
    }
}
