// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Vigil.LogBench;

// dotnet run -c Release --project bench/LogBench -- [entries] [folder] [restart]
// Prints the rows of docs/performance.md, one figure a line. A folder that holds such a log already is used as it is.
// With "restart" only the log is filled and the server started again and again.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var entries = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
var folder = args.Length > 1 ? Path.GetFullPath(args[1]) : Directory.CreateTempSubdirectory("vigil-bench-").FullName;

await AppendBench.RunAsync(Path.Combine(folder, "data"), entries);
OpenBench.Run(Path.Combine(folder, "data"));
RestartBench.Run(Path.Combine(folder, "data"));
if (args is [_, _, "restart"]) { return; }
ProofBench.Run(Path.Combine(folder, "data"));
AuditBench.Run(Path.Combine(folder, "data"));
await ServeBench.RunAsync(folder, entries);
if (args.Length < 2) { Directory.Delete(folder, recursive: true); }
