// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using Vigil.Server;
using Vigil.Server.Serving;

namespace Vigil.Cli;

/// <summary><c>vigil serve</c></summary>
internal static class ServeCommand
{
    private const int Stopped = 0;
    private const int CannotStart = 2;

    private static readonly Option<bool> CheckConfig = new("--check-config") { Description = "Check the options and stop" };

    public static Command Create()
    {
        var command = new Command("serve", "Serve meetings until Ctrl+C.") { CheckConfig };
        ServerOptions.AddTo(command);
        command.SetAction((parsed, _) => RunAsync(ServerOptions.Read(parsed), parsed.GetValue(CheckConfig)));
        return command;
    }

    private static async Task<int> RunAsync(ServeOptions options, bool onlyCheck)
    {
        try
        {
            if (onlyCheck) { return Check(options); }
            await using var server = await VigilServer.StartAsync(options);
            Console.WriteLine($"Vigil is ready: open {server.Address.GetLeftPart(UriPartial.Authority)}");
            Console.WriteLine("Ctrl+C stops it. Meetings that were created stay valid.");
            await server.WaitForStopAsync();
            return Stopped;
        }
        catch (StartException e)
        {
            Console.Error.WriteLine($"Vigil cannot start:{Environment.NewLine}{e.Message}");
            return CannotStart;
        }
    }

    private static int Check(ServeOptions options)
    {
        if (options.Check() is { Count: > 0 } problems) { throw new StartException(problems); }
        Console.WriteLine("The options are good.");
        return Stopped;
    }
}
