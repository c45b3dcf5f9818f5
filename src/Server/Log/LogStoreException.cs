// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Log;

/// <summary>The log's files cannot be used or do not fit together; the message names the file and is for the operator.</summary>
internal sealed class LogStoreException(string file, string problem) : Exception($"{file}: {problem}");
