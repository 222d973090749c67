using System.Globalization;
using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Cli;

Console.OutputEncoding = Encoding.UTF8;
// Help and parse errors of the command line are German too, whatever the machine speaks.
CultureInfo.CurrentUICulture = German.Culture;
return await CommandLine.Run(args);
