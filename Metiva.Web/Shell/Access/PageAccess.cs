using Metiva.Domain.Access;

namespace Metiva.Web.Shell.Access;

// Every routable component implements exactly one of these; a page that implements none cannot be reached. One that can be switched off
// says behind which switch it lies: public static FeatureSwitch Behind, with one of FeatureSwitches.

/// <summary>A page of the workspace: for staff, with a permission that reaches further than what was published.</summary>
public interface IStaffPage
{
    static abstract Permission Requires { get; }
}

/// <summary>A page of the control plane: for the agency's staff while bound to the agency.</summary>
public interface IControlPage
{
    static abstract Permission Requires { get; }
}

/// <summary>A page of the portal: for clients, and for staff who view as one.</summary>
public interface IPortalPage
{
    static abstract Permission Requires { get; }
}

/// <summary>A page for every member of the bound company.</summary>
public interface IMemberPage;

/// <summary>A page for a signed-in person, without a company. It reads nothing but the person's own registry rows.</summary>
public interface IPersonPage;

/// <summary>A page for anybody.</summary>
public interface IOpenPage;
