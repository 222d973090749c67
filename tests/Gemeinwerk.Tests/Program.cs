using Gemeinwerk.Tests;
using Gemeinwerk.Tests.Fixtures;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// The test program is also the process that crash tests start and kill: its first argument then names what to do.
if (args is [var verb, .. var rest] && ChildProcess.Known.TryGetValue(verb, out var act)) return await act(rest);
return args.Any(arg => arg is "--server" or "--internal-msbuild-node")
    ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await ConsoleRunner.Run(args);
