// SPDX-License-Identifier: Apache-2.0
import type { Bytes } from '../protocol/bytes';
import { decodeBytes } from '../protocol/decode';
import { toBase64url } from '../protocol/text';
import type { Change, ChainOutcome, CommandOrder, CommandOutcome, Powers, PreviousLeaf, Role } from './api';
import type { CommandChain, Verdict } from './chain';
import type { Command, CommandBody, CommandIssuer } from './commands';
import type { CommandCounters, CommandRefusal } from './drops';
import type { EpochMember } from './epoch';
import { E2eeError } from './error';
import type { Issuer, Standings } from './standings';

/** Who we are, and who else is here: to say what a command means for this page. */
export interface CommandView {
  readonly ownId: string;
  member(id: string): EpochMember | undefined;
}

/** The chain of commands as one client lives through it: what it issues, what it hears, and what that changes for the page. */
export class Commanding {
  constructor(readonly chain: CommandChain, private readonly view: CommandView, private readonly counters: CommandCounters) {}

  get powers(): Powers {
    const { settings, roles, removed, ended } = this.chain.standings;
    const named = [...roles].filter(([leafKey, { participant }]) => this.#isOwnKeyOf(participant, leafKey)).map(([, { participant, role }]): [string, Role] => [participant, role]);
    return { number: this.chain.length, settings, roles: Object.fromEntries(named), removed: [...removed], ended };
  }

  /** On the present head. Throws `not_entitled` and the like if nobody would take it. */
  async issue(issuer: CommandIssuer, order: CommandOrder): Promise<Bytes> {
    const body = this.#bodyOf(order);
    this.#requireRight(issuer.publicKey, body);
    return this.chain.issue(issuer, body);
  }

  /** The command by which our new leaf takes over the role of the one before; null if there is nothing to take over. */
  async succeed(previous: PreviousLeaf, own: { participant: Bytes; leafKey: Bytes }): Promise<Bytes | null> {
    const issuer = { key: previous.privateKey, publicKey: decodeBytes(previous.leafKey, 32) };
    const body: CommandBody = { kind: 'succeed', ...own };
    return this.chain.refusalOf(issuer.publicKey, body) === null ? this.chain.issue(issuer, body) : null;
  }

  async take(bytes: Bytes): Promise<CommandOutcome> {
    const verdict = await this.chain.offer(bytes);
    switch (verdict.kind) {
      // The server tells each command once: the same again is somebody's doing.
      case 'known': return this.#refused('replayed');
      case 'refused': return this.#refused(verdict.reason);
      case 'asked': return this.#asked(verdict.command, verdict.issuer);
      case 'appended': return this.#appended(verdict);
    }
  }

  /** The server's chain, held against the one that came with our admission: one must begin with the other. */
  async extend(commands: readonly Bytes[]): Promise<ChainOutcome> {
    for (const bytes of commands) {
      const { kind } = await this.chain.offer(bytes);
      if (kind !== 'known' && kind !== 'appended') { return { kind: 'broken' }; }
    }
    return { kind: 'extended', powers: this.powers };
  }

  #refused(reason: CommandRefusal): CommandOutcome {
    this.counters.add(reason);
    return { kind: 'refused', reason };
  }

  #appended({ command, issuer, before }: Extract<Verdict, { kind: 'appended' }>): CommandOutcome {
    const change = this.#changeOf(command.body, issuer, before);
    return change === null ? { kind: 'ignored' } : { kind: 'applied', by: nameOf(issuer, before), change, powers: this.powers };
  }

  #asked({ body }: Command, issuer: Issuer): CommandOutcome {
    const isForUs = body.kind === 'ask' && toBase64url(body.participant) === this.view.ownId;
    return isForUs ? { kind: 'asked', by: nameOf(issuer, this.chain.standings), what: body.what } : { kind: 'ignored' };
  }

  #changeOf(body: CommandBody, issuer: Issuer, before: Standings): Change | null {
    switch (body.kind) {
      case 'role': return { kind: 'role', participant: toBase64url(body.participant), role: body.role };
      case 'remove': {
        const participant = toBase64url(body.participant);
        return { kind: 'remove', participant, bar: body.bar, self: participant === this.view.ownId };
      }
      case 'settings': return { kind: 'settings', settings: body.settings };
      case 'end': return { kind: 'end' };
      case 'succeed': {
        const own = issuer.hostKey ? undefined : before.roles.get(issuer.leafKey);
        return own === undefined ? null : { kind: 'succeed', from: own.participant, participant: toBase64url(body.participant), role: own.role };
      }
      case 'ask': return null;
    }
  }

  #bodyOf(order: CommandOrder): CommandBody {
    switch (order.kind) {
      case 'role': {
        const { participant, leafKey } = this.#requireMember(order.participant);
        return { kind: 'role', participant, leafKey, role: order.role };
      }
      case 'remove': return { kind: 'remove', participant: decodeBytes(order.participant, 16), bar: order.bar };
      case 'ask': return { kind: 'ask', participant: this.#requireMember(order.participant).participant, what: order.what };
      case 'settings':
      case 'end': return order;
    }
  }

  #requireRight(issuerKey: Bytes, body: CommandBody): void {
    const refusal = this.chain.refusalOf(issuerKey, body);
    if (refusal !== null) { throw new E2eeError(refusal.replaceAll('-', '_'), 'nobody would take that command'); }
  }

  #requireMember(id: string): EpochMember {
    const member = this.view.member(id);
    if (member === undefined) { throw new E2eeError('not_found', 'no such member'); }
    return member;
  }

  /** A command may pair a participant with a key that is not its own; such a role is nobody's to show. */
  #isOwnKeyOf(participant: string, leafKey: string): boolean {
    const member = this.view.member(participant);
    return member === undefined || toBase64url(member.leafKey) === leafKey;
  }
}

/** The participant behind a leaf key; null for the host key. */
function nameOf(issuer: Issuer, { roles }: Standings): string | null {
  return issuer.hostKey ? null : roles.get(issuer.leafKey)?.participant ?? null;
}
