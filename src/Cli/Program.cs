// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using Vigil.Cli;

return await new RootCommand("Vigil: end-to-end encrypted meetings on your own machine.") { ServeCommand.Create() }.Parse(args).InvokeAsync();
