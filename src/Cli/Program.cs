// SPDX-License-Identifier: Apache-2.0
using Vigil.Cli;

return await VigilCommand.RunAsync(args);
