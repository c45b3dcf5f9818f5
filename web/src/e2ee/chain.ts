// SPDX-License-Identifier: Apache-2.0
import { equal, utf8, type Bytes } from '../protocol/bytes';
import { ProtocolError } from '../protocol/errors';
import { sha256 } from '../protocol/keys';
import { toBase64url } from '../protocol/text';
import type { Authority } from './admission';
import { isCommandSigned, parseCommand, signCommand, type Command, type CommandBody, type CommandIssuer } from './commands';
import type { CommandRefusal } from './drops';
import { apply, firstStandings, refusalOf, type Issuer, type Standings } from './standings';

export const MAX_COMMANDS = 500;

export type Verdict =
  | { readonly kind: 'appended'; readonly command: Command; readonly issuer: Issuer; readonly before: Standings }
  | { readonly kind: 'asked'; readonly command: Command; readonly issuer: Issuer }
  /** Exactly this stands there already. */
  | { readonly kind: 'known' }
  | { readonly kind: 'refused'; readonly reason: CommandRefusal };

/**
 * The commands of one group, in the one order that there is. A command fits at the end or nowhere, so two clients that hold
 * equally many either hold the same or can see that they do not. Calls must not overlap: the worker queues them.
 */
export class CommandChain {
  readonly #commands: Bytes[] = [];
  readonly #heads: Bytes[];
  /** Asked for at the present head. Behind the next one they fit nowhere, so they need not be remembered. */
  readonly #asks = new Set<string>();
  #standings: Standings;

  private constructor(private readonly authority: Authority, readonly groupId: Bytes, firstHead: Bytes, lobby: boolean) {
    this.#heads = [firstHead];
    this.#standings = firstStandings(lobby);
  }

  static async start(authority: Authority, groupId: Bytes, lobby: boolean): Promise<CommandChain> {
    return new CommandChain(authority, groupId, await sha256(utf8('vigil/commands/v1\0'), groupId), lobby);
  }

  /** Throws ProtocolError `bad_chain` if one of them does not belong where it stands. */
  static async of(authority: Authority, groupId: Bytes, lobby: boolean, commands: readonly Bytes[]): Promise<CommandChain> {
    const chain = await CommandChain.start(authority, groupId, lobby);
    for (const command of commands) {
      if ((await chain.offer(command)).kind !== 'appended') { throw new ProtocolError('bad_chain', 'a command that does not belong there'); }
    }
    return chain;
  }

  get commands(): readonly Bytes[] {
    return this.#commands;
  }

  get standings(): Standings {
    return this.#standings;
  }

  get length(): number {
    return this.#commands.length;
  }

  get head(): Bytes {
    return this.#heads.at(-1)!;
  }

  /** After that many commands; null for more than there are. */
  headAt(length: number): Bytes | null {
    return this.#heads[length] ?? null;
  }

  /** Checks layout, place, signature and right, in this order, and appends what passes all. */
  async offer(bytes: Bytes): Promise<Verdict> {
    const command = parsed(bytes);
    if (command === null) { return { kind: 'refused', reason: 'malformed' }; }
    if (this.#isKnown(command, bytes)) { return { kind: 'known' }; }
    if (command.number !== BigInt(this.length + 1) || !equal(command.previous, this.head)) { return { kind: 'refused', reason: 'wrong-place' }; }
    if (!(await isCommandSigned(this.authority, this.groupId, command))) { return { kind: 'refused', reason: 'bad-signature' }; }
    const issuer = this.#issuerOf(command.issuerKey);
    const refusal = refusalOf(this.#standings, issuer, command.body);
    if (refusal !== null) { return { kind: 'refused', reason: refusal }; }
    return command.body.kind === 'ask' ? this.#ask(command, issuer, bytes) : this.#append(command, issuer, bytes);
  }

  /** Null where it may be issued now. */
  refusalOf(issuerKey: Bytes, body: CommandBody): CommandRefusal | null {
    return this.#isFull(body) ? 'too-many' : refusalOf(this.#standings, this.#issuerOf(issuerKey), body);
  }

  issue(issuer: CommandIssuer, body: CommandBody): Promise<Bytes> {
    return signCommand(this.authority, this.groupId, issuer, { number: BigInt(this.length + 1), previous: this.head }, body);
  }

  async #append(command: Command, issuer: Issuer, bytes: Bytes): Promise<Verdict> {
    if (this.#isFull(command.body)) { return { kind: 'refused', reason: 'too-many' }; }
    const before = this.#standings;
    this.#heads.push(await sha256(bytes));
    this.#commands.push(bytes);
    this.#asks.clear();
    this.#standings = apply(before, issuer, command.body);
    return { kind: 'appended', command, issuer, before };
  }

  #ask(command: Command, issuer: Issuer, bytes: Bytes): Verdict {
    const text = toBase64url(bytes);
    if (this.#asks.has(text)) { return { kind: 'refused', reason: 'repeated-ask' }; }
    this.#asks.add(text);
    return { kind: 'asked', command, issuer };
  }

  #isKnown({ number, body }: Command, bytes: Bytes): boolean {
    const known = body.kind !== 'ask' && number >= 1n && number <= BigInt(this.length) ? this.#commands[Number(number) - 1] : undefined;
    return known !== undefined && equal(known, bytes);
  }

  #isFull(body: CommandBody): boolean {
    return body.kind !== 'ask' && this.length >= MAX_COMMANDS;
  }

  #issuerOf(key: Bytes): Issuer {
    return equal(key, this.authority.hostKey) ? { hostKey: true } : { hostKey: false, leafKey: toBase64url(key) };
  }
}

function parsed(bytes: Bytes): Command | null {
  try {
    return parseCommand(bytes);
  } catch (error) {
    if (error instanceof ProtocolError) { return null; }
    throw error;
  }
}
