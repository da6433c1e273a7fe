using System.Globalization;
using static Metiva.Tenancy.Engines.SqlServer.SqlServerIdentifier;

namespace Metiva.Tenancy.Engines.SqlServer;

/// <summary>
/// Every statement about databases, logins and permissions. They take names and passwords as text, because SQL Server takes no
/// parameters there; each goes through its one quoting function.
/// </summary>
internal static class SqlServerStatements
{
    public const string DatabaseExists = "SELECT COUNT(*) FROM sys.databases WHERE name = @name";
    public const string LoginExists = "SELECT COUNT(*) FROM sys.server_principals WHERE name = @name";
    public const string UserExists = "SELECT COUNT(*) FROM sys.database_principals WHERE name = @name";
    public const string SnapshotsAllowed = "SELECT snapshot_isolation_state FROM sys.databases WHERE name = DB_NAME()";
    public const string SessionsOfLogin = "SELECT session_id FROM sys.dm_exec_sessions WHERE login_name = @name";
    public const string HistoryExists =
        "SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'dbo' AND TABLE_NAME = '__EFMigrationsHistory'";
    public const string History = "SELECT MigrationId FROM dbo.__EFMigrationsHistory ORDER BY MigrationId";
    public const string SessionsOfDatabase =
        "SELECT session_id FROM sys.dm_exec_sessions WHERE database_id = DB_ID(@name) AND session_id <> @@SPID";
    public const string Version = "SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(100))";
    public const string MayCreate =
        "SELECT COALESCE(HAS_PERMS_BY_NAME(NULL, NULL, 'CREATE ANY DATABASE'), 0) + COALESCE(IS_SRVROLEMEMBER('sysadmin'), 0)";
    public const string RemoveStamp =
        "IF OBJECT_ID('dbo.CompanyIdentity_Change') IS NOT NULL DROP TRIGGER dbo.CompanyIdentity_Change; DELETE FROM dbo.CompanyIdentity";
    public const string Stamp = "SELECT CompanyId, SchemaVersion FROM dbo.CompanyIdentity WHERE Id = 1";
    public const string RaiseStamp = "UPDATE dbo.CompanyIdentity SET SchemaVersion = @version WHERE Id = 1 AND CompanyId = @company";
    public const string WriteStamp = "INSERT INTO dbo.CompanyIdentity (Id, CompanyId, SchemaVersion) VALUES (1, @company, @version)";

    /// <summary>Takes the named lock until the transaction ends; answers with a negative number when it did not come in time.</summary>
    public const string LockTransaction =
        "DECLARE @taken int; EXEC @taken = sp_getapplock @Resource = @resource, @LockMode = 'Exclusive',"
        + " @LockOwner = 'Transaction', @LockTimeout = @wait; SELECT @taken";

    /// <summary>Takes the named lock until the session ends.</summary>
    public const string LockSession =
        "DECLARE @taken int; EXEC @taken = sp_getapplock @Resource = @resource, @LockMode = 'Exclusive',"
        + " @LockOwner = 'Session', @LockTimeout = @wait; SELECT @taken";

    /// <summary>Stands for any name or password where texts are listed.</summary>
    internal const string Sample = "O'Brien]; x";

    /// <summary>How the session itself holds the named lock: <c>Exclusive</c>, or <c>NoLock</c>.</summary>
    public const string LockHeld = "SELECT APPLOCK_MODE('public', @resource, 'Session')";

    /// <summary>The tables that number their rows by themselves.</summary>
    public const string NumberedTables =
        "SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME FROM INFORMATION_SCHEMA.COLUMNS"
        + " WHERE COLUMNPROPERTY(OBJECT_ID(QUOTENAME(TABLE_SCHEMA) + '.' + QUOTENAME(TABLE_NAME)), COLUMN_NAME, 'IsIdentity') = 1";

    /// <summary>The highest number that there is.</summary>
    public static string HighestNumber(string schema, string table, string column) =>
        $"SELECT MAX({Quote(column)}) FROM {Quote(schema)}.{Quote(table)}";

    /// <summary>The number that was given last, or the first one when none was given yet; null on a server that does not say.</summary>
    public static string LastNumber(string schema, string table) =>
        $"SELECT CAST(IDENT_CURRENT({SqlServerLiteral.Quote($"{schema}.{table}")}) AS bigint)";

    /// <summary>Numbering goes on with that number or the one after it: servers differ. Not every server takes the literal's N here.</summary>
    public static string NumberOn(string schema, string table, long number) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"DBCC CHECKIDENT ({SqlServerLiteral.Quote($"{Quote(schema)}.{Quote(table)}")[1..]}, RESEED, {number}) WITH NO_INFOMSGS"
        );

    public static string CreateDatabase(string database) => $"CREATE DATABASE {Quote(database)}";

    public static string DropDatabase(string database) => $"DROP DATABASE {Quote(database)}";

    public static string AllowSnapshots(string database) => $"ALTER DATABASE {Quote(database)} SET ALLOW_SNAPSHOT_ISOLATION ON";

    /// <summary>Readers do not wait for writers. Refused at once, rather than waited for, while others are connected.</summary>
    public static string ReadCommittedSnapshots(string database) =>
        $"ALTER DATABASE {Quote(database)} SET READ_COMMITTED_SNAPSHOT ON WITH NO_WAIT";

    /// <summary>The login owns the database, and in it is dbo.</summary>
    public static string Own(string database, string login) => $"ALTER AUTHORIZATION ON DATABASE::{Quote(database)} TO {Quote(login)}";

    public static string CreateLogin(string login, string password) =>
        $"CREATE LOGIN {Quote(login)} WITH PASSWORD = {SqlServerLiteral.Quote(password)}";

    public static string SetPassword(string login, string password) =>
        $"ALTER LOGIN {Quote(login)} WITH PASSWORD = {SqlServerLiteral.Quote(password)}";

    public static string EnableLogin(string login) => $"ALTER LOGIN {Quote(login)} ENABLE";

    public static string DisableLogin(string login) => $"ALTER LOGIN {Quote(login)} DISABLE";

    public static string DropLogin(string login) => $"DROP LOGIN {Quote(login)}";

    public static string CreateUser(string login) =>
        $"CREATE USER {Quote(login)} FOR LOGIN {Quote(login)} WITH DEFAULT_SCHEMA = {Quote("dbo")}";

    public static string DropUser(string user) => $"DROP USER {Quote(user)}";

    /// <summary>Reads and writes rows, and nothing else.</summary>
    public static string GrantRows(string user) => $"GRANT SELECT, INSERT, UPDATE, DELETE ON SCHEMA::{Quote("dbo")} TO {Quote(user)}";

    /// <summary>Takes that away again.</summary>
    public static string RevokeRows(string user) => $"REVOKE SELECT, INSERT, UPDATE, DELETE ON SCHEMA::{Quote("dbo")} FROM {Quote(user)}";

    /// <summary>Nobody comes in without a user of their own.</summary>
    public const string NoGuests = "REVOKE CONNECT FROM guest";

    /// <summary>Hides the names of other databases, which the role public may see. To be run in <c>master</c>.</summary>
    public static string HideDatabases(string login) => $"DENY VIEW ANY DATABASE TO {Quote(login)}";

    /// <summary>A table that only the owner of the schema writes to.</summary>
    public static string KeepFromWriting(string table, string user) =>
        $"DENY INSERT, UPDATE, DELETE ON OBJECT::{Quote("dbo")}.{Quote(table)} TO {Quote(user)}";

    /// <summary>A table whose rows stay as they are: they are added and read.</summary>
    public static string KeepFromChanging(string table, string user) =>
        $"DENY UPDATE, DELETE ON OBJECT::{Quote("dbo")}.{Quote(table)} TO {Quote(user)}";

    public static string Kill(int session) => string.Create(CultureInfo.InvariantCulture, $"KILL {session}");

    /// <summary>Each of them once, for tests that parse them.</summary>
    public static IEnumerable<string> Every(string database, string login, string password, string table) =>
        [
            DatabaseExists,
            LoginExists,
            UserExists,
            SnapshotsAllowed,
            SessionsOfLogin,
            HistoryExists,
            History,
            SessionsOfDatabase,
            Version,
            MayCreate,
            RemoveStamp,
            Stamp,
            WriteStamp,
            RaiseStamp,
            LockTransaction,
            LockSession,
            LockHeld,
            NumberedTables,
            HighestNumber("dbo", table, login),
            LastNumber("dbo", table),
            NumberOn("dbo", table, 41),
            CreateDatabase(database),
            DropDatabase(database),
            AllowSnapshots(database),
            ReadCommittedSnapshots(database),
            Own(database, login),
            CreateLogin(login, password),
            SetPassword(login, password),
            EnableLogin(login),
            DisableLogin(login),
            DropLogin(login),
            CreateUser(login),
            DropUser(login),
            GrantRows(login),
            RevokeRows(login),
            NoGuests,
            HideDatabases(login),
            KeepFromWriting(table, login),
            KeepFromChanging(table, login),
            Kill(51),
        ];
}
