using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Gemeinwerk.Web.Frame;

/// <summary>
/// The folder of the keys that protect cookies, forms and second factors. It lies outside the database, is its owner's
/// alone, and so is each file in it.
/// </summary>
sealed class KeyFolder : FileSystemXmlRepository
{
    const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;

    internal KeyFolder(string path, ILoggerFactory logs) : base(System.IO.Directory.CreateDirectory(path), logs) =>
        Guard();

    public override void StoreElement(XElement element, string friendlyName)
    {
        base.StoreElement(element, friendlyName);
        Guard();
    }

    void Guard()
    {
        if (OperatingSystem.IsWindows()) return;
        Directory.UnixFileMode = OwnersFolder;
        foreach (var file in Directory.EnumerateFiles("*.xml")) file.UnixFileMode = OwnersFile;
    }
}
