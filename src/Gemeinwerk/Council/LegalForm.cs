namespace Gemeinwerk.Council;

/// <summary>What an association is in law: a corporation under public law that counts as a Gemeindeverband (§ 5).
/// </summary>
public static class LegalForm
{
    public const string Said = "Zweckverband, Körperschaft des öffentlichen Rechts (GkG NRW § 5)";

    /// <summary>The same with what kind of association it is on a day, German.</summary>
    public static string Of(Assembly assembly, DateOnly day) => assembly.NatureOn(day) switch
    {
        AssociationNature.Voluntary => $"{Said}, Freiverband",
        AssociationNature.Mandatory => $"{Said}, Pflichtverband",
        _ => Said,
    };
}
