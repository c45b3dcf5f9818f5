// SPDX-License-Identifier: Apache-2.0
import { encodeAdmission, type Admission, type Delegation } from '../../src/e2ee/admission';
import { CommandChain } from '../../src/e2ee/chain';
import { commitTo, frankingContext } from '../../src/e2ee/franking';
import { admissionStatement, delegationStatement, frankStatement } from '../../src/e2ee/statements';
import { encodeAppMessage, type AppMessage } from '../../src/protocol/appMessages';
import { concat, u64, u8, utf8, type Bytes } from '../../src/protocol/bytes';
import type { Evidence } from '../../src/protocol/evidence';
import { ed25519FromSeed, ed25519Sign, sha256, type Ed25519KeyPair } from '../../src/protocol/keys';
import type { MeetingId, MeetingRegistration } from '../../src/protocol/meeting';
import type { Report } from '../../src/protocol/report';
import { fromBase64url, toBase32, toBase64url } from '../../src/protocol/text';
import { Stamper } from './stamper';

/**
 * Makes tests/data/reports/cases.json, with which client and server test that they judge reports alike. Every key follows from its
 * name, so that the same cases come out each time; nothing of it is ever used elsewhere.
 */
export interface ReportCase {
  readonly name: string;
  /** What a client that knows no franking key says: null where it verifies. */
  readonly code: string | null;
  /** What the server says. */
  readonly serverCode: string | null;
  readonly report: Report;
}
export interface ReportCases {
  readonly stampKey: string;
  readonly frankingKey: { readonly number: number; readonly key: string };
  readonly cases: readonly ReportCase[];
}

const EPOCH = 7n;
const TIME = Date.UTC(2026, 2, 14, 15, 9, 26);
const EXPIRY = BigInt(TIME / 1000);

const bytesFor = (name: string): Promise<Bytes> => sha256(utf8(name));
const keyFor = async (name: string): Promise<Ed25519KeyPair> => ed25519FromSeed(await bytesFor(name));

interface Person { readonly participant: Bytes; readonly leaf: Ed25519KeyPair; readonly admission: Admission }

/** One meeting in which everything can be made by whoever holds all its keys. */
class Scene {
  private constructor(
    readonly id: MeetingId, readonly idBytes: Bytes, readonly host: Ed25519KeyPair, readonly registration: MeetingRegistration, readonly stamper: Stamper, readonly chain: CommandChain,
  ) {}

  static async of(name: string): Promise<Scene> {
    const [host, join, nonce] = [await keyFor(`${name} host`), await keyFor(`${name} link`), (await bytesFor(`${name} nonce`)).slice(0, 16)];
    const idBytes = (await sha256(utf8('vigil/meeting/v1'), host.publicKey, nonce)).slice(0, 16);
    const id = toBase32(idBytes) as MeetingId;
    const [policy, details] = ['{"lobby":false,"jurisdictions":[]}', concat(await bytesFor(`${name} details`), await bytesFor(`${name} more details`))];
    const statement = concat(utf8('vigil/create/v1\0'), idBytes, join.publicKey, await sha256(utf8(policy)), await sha256(details));
    const signature = toBase64url(await ed25519Sign(host.privateKey, statement));
    const registration = {
      id, hostKey: toBase64url(host.publicKey), nonce: toBase64url(nonce), joinKey: toBase64url(join.publicKey), policy, details: toBase64url(details), signature,
    };
    const groupId = concat(idBytes, (await bytesFor(`${name} group`)).slice(0, 16));
    const chain = await CommandChain.start({ meeting: idBytes, hostKey: host.publicKey }, groupId, false);
    return new Scene(id, idBytes, host, registration, await Stamper.of(id, await bytesFor('stamp key'), await bytesFor('franking key')), chain);
  }

  async admit(name: string, by: 'host' | Person, delegation: Delegation | null = null): Promise<Person> {
    const [participant, leaf] = [(await bytesFor(`${name} participant`)).slice(0, 16), await keyFor(`${name} leaf`)];
    const issuer = by === 'host' ? this.host : by.leaf;
    const signature = await ed25519Sign(issuer.privateKey, admissionStatement(this.idBytes, participant, leaf.publicKey, EXPIRY));
    const right = by === 'host' ? 'host' : delegation === null ? 'cohost' : 'delegate';
    return { participant, leaf, admission: { participant, leafKey: leaf.publicKey, expiry: EXPIRY, issuerKey: issuer.publicKey, signature, by: right, delegation } };
  }

  async delegateTo({ leaf }: Person): Promise<Delegation> {
    return { expiry: EXPIRY, signature: await ed25519Sign(this.host.privateKey, delegationStatement(this.idBytes, leaf.publicKey, EXPIRY)) };
  }

  async promote({ participant, leaf }: Person, role: 'cohost' | 'speaker'): Promise<void> {
    const command = await this.chain.issue({ key: this.host.privateKey, publicKey: this.host.publicKey }, { kind: 'role', participant, leafKey: leaf.publicKey, role });
    if ((await this.chain.offer(command)).kind !== 'appended') { throw new Error('a command that nobody would take'); }
  }

  /** `signer` other than the sender: what a platform would have to do that wants to frame somebody. */
  async say(sender: Person, seq: bigint, message: AppMessage, signer = sender): Promise<Evidence> {
    const content = encodeAppMessage(message);
    const opening = await bytesFor(`opening ${seq}`);
    const commitment = await commitTo(opening, frankingContext(this.idBytes, sender.participant, EPOCH), content);
    const signature = await ed25519Sign(signer.leaf.privateKey, frankStatement(this.idBytes, EPOCH, seq, commitment));
    const head = concat(u8(1), u64(EPOCH), new Uint8Array(4), u64(seq), commitment);
    return {
      participant: toBase64url(sender.participant), leafKey: toBase64url(sender.leaf.publicKey), admission: toBase64url(encodeAdmission(sender.admission)), seq: String(seq),
      opening: toBase64url(opening), signature: toBase64url(signature), commitment: toBase64url(commitment),
      stamp: await this.stamper.stamp(toBase64url(sender.participant), toBase64url(head), TIME), content: toBase64url(content),
    };
  }

  report(messages: readonly Evidence[], commands: readonly Bytes[] = []): Report {
    return {
      version: 1, meeting: this.registration, group: toBase64url(this.chain.groupId), stampKey: toBase64url(this.stamper.publicKey), note: 'They threaten me.',
      commands: commands.map(toBase64url), messages,
    };
  }
}

export async function makeReportCases(): Promise<ReportCases> {
  const scene = await Scene.of('meeting');
  const anna = await scene.admit('anna', 'host');
  const ben = await scene.admit('ben', anna, await scene.delegateTo(anna));
  await scene.promote(anna, 'cohost');
  const carl = await scene.admit('carl', anna);
  const dora = await scene.admit('dora', ben);
  await scene.promote(anna, 'speaker');
  const { commands } = scene.chain;
  const other = await Scene.of('another meeting');

  const threat = await scene.say(anna, 3n, { kind: 'chat', text: 'I know where you live.' });
  const later = await scene.say(anna, 4n, { kind: 'chat', text: '你等着。', reply: { participant: threat.participant, seq: threat.seq } });
  const reaction = await scene.say(ben, 9n, { kind: 'chat.reaction', to: { participant: threat.participant, seq: threat.seq }, emoji: '👏', on: true });
  const byCarl = await scene.say(carl, 1n, { kind: 'chat', text: 'Me, too.' });
  const genuine = scene.report([threat]);

  const refused = (code: string) => (name: string, change: Partial<Evidence>): ReportCase => ({ name, code, serverCode: code, report: scene.report([{ ...threat, ...change }]) });
  const [badAdmission, badOpening, badSignature, badStamp] = ['bad_admission', 'bad_opening', 'bad_signature', 'bad_stamp'].map(refused) as [Refusal, Refusal, Refusal, Refusal];
  const whole = (name: string, code: string | null, report: Report, serverCode = code): ReportCase => ({ name, code, serverCode, report });
  const restamped = async (evidence: Evidence, change: (stamp: Bytes) => void, key = 1): Promise<string> => {
    const tagged = fromBase64url(evidence.stamp)!.slice(0, 121);
    change(tagged);
    return toBase64url(await scene.stamper.seal(tagged, key));
  };
  const strangersStamp = await Stamper.of(scene.id, await bytesFor("a stranger's stamp key"), await bytesFor('franking key'));
  const oursUnderWrongTag = await Stamper.of(scene.id, await bytesFor('stamp key'), await bytesFor('guessed franking key'));
  const head = toBase64url(concat(u8(1), u64(EPOCH), new Uint8Array(4), u64(3n), fromBase64url(threat.commitment)!));

  return {
    stampKey: toBase64url(scene.stamper.publicKey),
    frankingKey: { number: 1, key: toBase64url(await bytesFor('franking key')) },
    cases: [
      whole('one message', null, genuine),
      whole('several messages, one by a member whom a delegate admitted', null, scene.report([threat, later, reaction])),
      whole('a message of a member whom a co-host admitted, who is none any more', null, scene.report([byCarl], commands)),
      whole('no note', null, { ...genuine, note: '' }),

      whole('another host key', 'bad_meeting', { ...genuine, meeting: { ...genuine.meeting, hostKey: other.registration.hostKey } }),
      whole('another policy than was signed', 'bad_meeting', { ...genuine, meeting: { ...genuine.meeting, policy: '{"lobby":true,"jurisdictions":[]}' } }),

      whole('changed meeting', 'bad_admission', { ...genuine, meeting: other.registration }),
      badAdmission('changed sender: the participant alone', { participant: toBase64url(ben.participant) }),
      badAdmission('changed sender: the leaf key alone', { leafKey: toBase64url(ben.leaf.publicKey) }),
      badAdmission('an admission of somebody else', { admission: reaction.admission }),
      badAdmission('an admission that a member signed for itself', { admission: toBase64url(encodeAdmission({ ...anna.admission, issuerKey: anna.leaf.publicKey })) }),
      whole('a co-host admitted, and the chain is left out', 'bad_admission', scene.report([byCarl])),
      whole('a co-host admitted, and the chain lacks its beginning', 'bad_admission', scene.report([byCarl], commands.slice(1))),
      whole('a member admitted as if it were a co-host', 'bad_admission', scene.report([await scene.say(dora, 2n, { kind: 'chat', text: 'Hi' })], commands)),
      whole('a chain of another group', 'bad_admission', { ...scene.report([byCarl], commands), group: toBase64url(other.chain.groupId) }),

      badOpening('changed text', { content: toBase64url(encodeAppMessage({ kind: 'chat', text: 'I know where you work.' })) }),
      badOpening('re-opened to another text by another opening', { content: later.content, opening: later.opening }),
      badOpening('another opening', { opening: toBase64url(await bytesFor('another opening')) }),
      badOpening('another commitment', { commitment: later.commitment }),
      badOpening('changed sender: everything that names one', { participant: reaction.participant, leafKey: reaction.leafKey, admission: reaction.admission }),
      badOpening('changed epoch', { stamp: await restamped(threat, (stamp) => { stamp[40]! ^= 1; }) }),

      badSignature('another signature', { signature: later.signature }),
      badSignature('changed number', { seq: '5' }),
      whole('framed by the platform, which can stamp but not sign', 'bad_signature', scene.report([await scene.say(anna, 6n, { kind: 'chat', text: 'I did it.' }, ben)])),

      badStamp('changed time, not stamped anew', { stamp: changedByte(threat.stamp, 56) }),
      badStamp('the stamp of another message', { stamp: later.stamp }),
      badStamp('a stamp for another meeting', { stamp: await restamped(threat, (stamp) => { stamp[1]! ^= 1; }) }),
      badStamp('a stamp for another sender', { stamp: await restamped(threat, (stamp) => { stamp[17]! ^= 1; }) }),
      badStamp('a stamp for another number', { stamp: await restamped(threat, (stamp) => { stamp[48]! ^= 1; }) }),
      badStamp('a changed tag', { stamp: changedByte(threat.stamp, 130) }),
      badStamp('a stamp of another version', { stamp: changedByte(threat.stamp, 0) }),
      badStamp('stamped by another server', { stamp: await strangersStamp.stamp(threat.participant, head, TIME) }),
      whole('a tag that the server did not make', null, scene.report([{ ...threat, stamp: await oursUnderWrongTag.stamp(threat.participant, head, TIME) }]), 'bad_stamp'),

      whole('nothing reported', 'malformed', scene.report([])),
      whole('a member too many', 'malformed', { ...genuine, more: 1 } as Report),
      whole('a message without its signature', 'malformed', scene.report([{ ...threat, signature: undefined }] as never)),
      whole('a note that is too long', 'malformed', { ...genuine, note: 'x'.repeat(4001) }),
      whole('one bad message among good ones', 'bad_opening', scene.report([threat, { ...later, opening: threat.opening }])),
    ],
  };
}

type Refusal = (name: string, change: Partial<Evidence>) => ReportCase;

function changedByte(text: string, at: number): string {
  const bytes = fromBase64url(text)!;
  bytes[at]! ^= 1;
  return toBase64url(bytes);
}
