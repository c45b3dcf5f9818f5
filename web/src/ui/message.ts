// SPDX-License-Identifier: Apache-2.0

/** The title says what is; the body says what to do about it. */
export interface Message {
  readonly title: string;
  readonly body: string;
}

/** Read anew each time it is shown, so that it follows the chosen language. */
export function message(title: () => string, body: () => string): Message {
  return {
    get title() { return title(); },
    get body() { return body(); },
  };
}
