using System.Text;
using Gemeinwerk.Cli;

Console.OutputEncoding = Encoding.UTF8;
return await CommandLine.Run(args);
