// SPDX-License-Identifier: Apache-2.0
import { expect } from 'vitest';
import { LogError, type LogErrorCode } from '../../../src/log/error';

/** The code of the LogError that something ends in. Any other end fails the test: success, and errors that are bugs. */
export async function refusal(attempt: () => unknown): Promise<LogErrorCode> {
  try {
    await attempt();
  } catch (error) {
    if (error instanceof LogError) { return error.code; }
    throw error;
  }
  return expect.fail('nothing was refused');
}
