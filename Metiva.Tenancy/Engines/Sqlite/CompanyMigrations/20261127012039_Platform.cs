using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metiva.Tenancy.Engines.Sqlite.CompanyMigrations
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
                    Id = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: false),
                    Subject = table.Column<string>(type: "TEXT", unicode: false, maxLength: 64, nullable: false),
                    EncryptionKey = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ErasedAt = table.Column<long>(type: "INTEGER", nullable: true),
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
                    Id = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    Folder = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Size = table.Column<long>(type: "INTEGER", nullable: false),
                    Modified = table.Column<long>(type: "INTEGER", nullable: false),
                    Received = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedBy = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false),
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
                    PersonId = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: false),
                    Digest = table.Column<string>(type: "TEXT", unicode: false, maxLength: 32, nullable: false),
                    Muted = table.Column<string>(type: "TEXT", unicode: false, maxLength: 1000, nullable: false),
                    Language = table.Column<string>(type: "TEXT", unicode: false, maxLength: 10, nullable: true),
                    LastDigestOn = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 10, nullable: true),
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
                    Id = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: false),
                    PersonId = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", unicode: false, maxLength: 64, nullable: false),
                    EntityId = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: false),
                    Facts = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ReadAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DigestedAt = table.Column<long>(type: "INTEGER", nullable: true),
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
                    Id = table.Column<long>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    EntityType = table.Column<string>(type: "TEXT", unicode: false, maxLength: 32, nullable: false),
                    EntityId = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: false),
                    Published = table.Column<bool>(type: "INTEGER", nullable: false),
                    OwnerId = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: true),
                    AssigneeId = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: true),
                    Title = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: false),
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
                    GroupKey = table.Column<string>(type: "TEXT", unicode: false, maxLength: 32, nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
                    Form = table.Column<int>(type: "INTEGER", nullable: false),
                    Value = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ChangedBy = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: false),
                    ChangedByName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
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
                    GroupKey = table.Column<string>(type: "TEXT", unicode: false, maxLength: 32, nullable: false),
                    Form = table.Column<int>(type: "INTEGER", nullable: false),
                    Value = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
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
                    Id = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    Folder = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    ContentType = table.Column<string>(type: "TEXT", unicode: false, maxLength: 100, nullable: false),
                    Size = table.Column<long>(type: "INTEGER", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 64, nullable: false),
                    StoredName = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 64, nullable: false),
                    EntityType = table.Column<string>(type: "TEXT", unicode: false, maxLength: 64, nullable: true),
                    EntityId = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: true),
                    CreatedBy = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: false),
                    CreatedByName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    FromClient = table.Column<bool>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    PublishedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RemovedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
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
                    Id = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", unicode: false, maxLength: 64, nullable: false),
                    Payload = table.Column<string>(type: "TEXT", unicode: false, maxLength: 1000, nullable: false),
                    Key = table.Column<string>(type: "TEXT", unicode: false, maxLength: 128, nullable: true),
                    RequestedBy = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", unicode: false, maxLength: 32, nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    Failures = table.Column<int>(type: "INTEGER", nullable: false),
                    ClaimedBy = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: true),
                    ClaimedUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    Progress = table.Column<int>(type: "INTEGER", nullable: true),
                    CancelAsked = table.Column<bool>(type: "INTEGER", nullable: false),
                    Trouble = table.Column<string>(type: "TEXT", unicode: false, maxLength: 200, nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
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
                    ItemId = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: false),
                    Attempt = table.Column<int>(type: "INTEGER", nullable: false),
                    StartedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Outcome = table.Column<string>(type: "TEXT", unicode: false, maxLength: 32, nullable: false),
                    Trouble = table.Column<string>(type: "TEXT", unicode: false, maxLength: 200, nullable: true),
                    Node = table.Column<string>(type: "TEXT", unicode: false, maxLength: 100, nullable: false),
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
                    Reference = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 22, nullable: false),
                    SubjectId = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: false),
                    Cipher = table.Column<byte[]>(type: "BLOB", maxLength: 2000, nullable: false),
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
                    UploadId = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: false),
                    Start = table.Column<long>(type: "INTEGER", nullable: false),
                    Length = table.Column<long>(type: "INTEGER", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 64, nullable: false),
                    StoredName = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 64, nullable: false),
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

            migrationBuilder.CreateIndex(name: "IX_WorkItems_Key", table: "WorkItems", column: "Key", unique: true);

            migrationBuilder.CreateIndex(name: "IX_WorkItems_Kind_CreatedAt", table: "WorkItems", columns: new[] { "Kind", "CreatedAt" });

            migrationBuilder.CreateIndex(name: "IX_WorkItems_State_DueAt", table: "WorkItems", columns: new[] { "State", "DueAt" });

            IEnumerable<string>[] statements = [AuditSubjectTriggers.Statements, SearchTables.Statements];
            foreach (var statement in statements.SelectMany(part => part))
            {
                migrationBuilder.Sql(statement);
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var statement in new[] { SearchTables.Drop })
            {
                migrationBuilder.Sql(statement);
            }

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
