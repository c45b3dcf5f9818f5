// SPDX-License-Identifier: Apache-2.0

/** The id by which the bar opens it. */
export const REACTIONS_POPOVER = 'reactions-popover';
