// SPDX-License-Identifier: Apache-2.0
/// <reference types="node" />

/** `./test --long`: try everything instead of a sample. */
export const isLong = process.env.VIGIL_FUZZ_SECONDS !== undefined;
