namespace Metiva.Web.Workspace.Members;

/// <summary>Marks the texts about members and roles.</summary>
public sealed class MembersTexts;
