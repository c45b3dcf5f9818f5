// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { AppMessage, ChatMessage } from '../../../src/protocol/appMessages';
import { MAX_FILE_LENGTH } from '../../../src/protocol/files';
import { SignallingError } from '../../../src/protocol/signalling';
import { Draft } from '../../../src/state/chat/Draft.svelte';
import { Outbox } from '../../../src/state/chat/Outbox.svelte';
import { apiError, failing, opened, StagePlace, until, words } from './stage';
import { ChatLine } from '../../../src/state/chat/ChatLine.svelte';

function outbox() {
  const place = new StagePlace();
  const said: ChatMessage[] = [];
  const faults: (Error | null)[] = [];
  const box = new Outbox(place);
  const say = async (message: AppMessage) => {
    const fault = faults.shift();
    if (fault != null) { throw fault; }
    said.push(message as ChatMessage);
  };
  return { place, said, faults, box, say, texts: () => said.map(({ text }) => text), idle: () => until(() => box.items.every(({ state }) => state.at === 'failed')) };
}
const file = (size = 3, name = 'a.txt') => new File([new Uint8Array(size)], name);
const refusal = (code: string) => new SignallingError(code, code);

describe('what we say', () => {
  it('goes out in the order in which it was written', async () => {
    const { box, say, texts, idle } = outbox();
    box.connect(say);
    for (const text of ['1', '2', '3']) { box.send(text, null, []); }
    await idle();
    expect(texts()).toEqual(['1', '2', '3']);
    expect(box.items).toEqual([]);
  });

  it('waits while there is no connection', async () => {
    const { box, say, texts, idle } = outbox();
    box.send('1', null, []);
    box.send('2', null, [file()]);
    await new Promise((resolve) => { setImmediate(resolve); });
    expect(box.items.map(({ state }) => state.at)).toEqual(['waiting', 'waiting']);
    box.connect(say);
    box.connect(null);
    box.connect(say);
    await idle();
    expect(texts().sort()).toEqual(['1', '2']);
  });

  it.each([['too_many', 'too-fast'], ['closed', 'lost'], ['no_answer', 'lost'], ['bad_message', 'failed']])('stays when it failed (%s), until the person tries again', async (code, fault) => {
    const { box, say, texts, faults, idle } = outbox();
    box.connect(say);
    faults.push(refusal(code));
    box.send('1', { participant: 'a', seq: '1' }, []);
    box.send('2', null, []);
    await idle();
    expect(texts()).toEqual(['2']);
    expect(box.items.map(({ state }) => state)).toEqual([{ at: 'failed', fault }]);
    box.again(box.items[0]!);
    await idle();
    expect(texts()).toEqual(['2', '1']);
    expect(box.items).toEqual([]);
  });

  it('can be thrown away, and is not said then', async () => {
    const { box, say, texts, idle } = outbox();
    box.send('1', null, []);
    box.send('2', null, []);
    box.discard(box.items[0]!);
    box.connect(say);
    await idle();
    expect(texts()).toEqual(['2']);
  });
});

describe('files', () => {
  it('are told of when they are there: the text with the first, one message for each', async () => {
    const { box, say, said, idle } = outbox();
    box.connect(say);
    box.send('look', { participant: 'a', seq: '1' }, [file(1, 'a'), file(2, 'b')]);
    await idle();
    expect(said.map(({ text, reply, file: offer }) => [text, reply?.seq, offer?.name, offer?.size])).toEqual([['look', '1', 'a', 1], ['', undefined, 'b', 2]]);
  });

  it('hold up no words', async () => {
    const { box, say, texts, place, idle } = outbox();
    let arrive: (() => void) | undefined;
    place.fault = (what) => (what.startsWith('put') ? new Promise((resolve) => { arrive = resolve; }) : undefined);
    box.connect(say);
    box.send('with a file', null, [file()]);
    box.send('quick', null, []);
    await until(() => texts().length === 1 && arrive !== undefined);
    expect(box.items.map(({ state }) => state.at)).toEqual(['uploading']);
    arrive!();
    await idle();
    expect(texts()).toEqual(['quick', 'with a file']);
  });

  it('too large are not begun', async () => {
    const { box, say, place } = outbox();
    box.connect(say);
    const large = Object.defineProperty(file(), 'size', { value: MAX_FILE_LENGTH + 1 });
    box.send('', null, [large]);
    expect(box.items[0]!.state).toEqual({ at: 'failed', fault: 'too-large' });
    expect(place.asked).toEqual([]);
  });

  it('for which there is no room say so', async () => {
    const { box, say, place, idle } = outbox();
    box.connect(say);
    place.fault = (what) => { if (what.startsWith('create')) { throw refusal('no_room'); } };
    box.send('', null, [file()]);
    await idle();
    expect(box.items[0]!.state).toEqual({ at: 'failed', fault: 'no-room' });
  });

  it('that arrived are not sent again when only the message about them failed', async () => {
    const { box, say, said, faults, place, idle } = outbox();
    box.connect(say);
    faults.push(refusal('closed'));
    box.send('', null, [file()]);
    await idle();
    const asked = place.asked.length;
    box.again(box.items[0]!);
    await idle();
    expect(place.asked).toHaveLength(asked);
    expect(said).toHaveLength(1);
  });

  it('that were cancelled leave nothing behind', async () => {
    const { box, say, said, place, idle } = outbox();
    place.fault = (what) => { if (what.startsWith('put')) { box.discard(box.items[0]!); } };
    box.connect(say);
    box.send('', null, [file()]);
    box.send('later', null, [file()]);
    place.fault = failing('put 0', apiError('bad_answer'));
    await idle();
    expect(box.items.map(({ state }) => state.at)).toEqual(['failed']);
    place.fault = () => undefined;
    box.again(box.items[0]!);
    await idle();
    expect(said).toHaveLength(2);
  });
});

describe('room at the server', () => {
  const dropped = (asked: readonly string[]) => asked.filter((what) => what.startsWith('drop'));

  it('is given back with what is thrown away, and only then', async () => {
    const { box, say, place, idle } = outbox();
    box.connect(say);
    place.fault = failing('put 0', apiError('bad_answer'));
    box.send('', null, [file()]);
    await idle();
    expect(dropped(place.asked)).toEqual([]);
    box.discard(box.items[0]!);
    await idle();
    expect(dropped(place.asked)).toEqual(['drop u1']);
    expect([...place.kept.keys()]).toEqual([]);
    place.fault = () => undefined;
    box.send('', null, [file()]);
    await idle();
    expect(dropped(place.asked)).toEqual(['drop u1']);
    expect(place.kept.size).toBeGreaterThan(0);
  });

  it('is given back, too, where it was thrown away while the server still made it', async () => {
    const { box, say, place, idle } = outbox();
    place.fault = (what) => { if (what.startsWith('create')) { box.discard(box.items[0]!); } };
    box.connect(say);
    box.send('', null, [file()]);
    await idle();
    expect(dropped(place.asked)).toEqual(['drop u1']);
    expect([...place.kept.keys()]).toEqual([]);
  });
});

describe('a draft', () => {
  it('is sent as a whole and is empty then', async () => {
    const { box, say, said, idle } = outbox();
    const draft = new Draft(box);
    box.connect(say);
    expect(draft.send()).toBe(false);
    draft.text = '  hello  ';
    draft.reply = new ChatLine(opened('a', 4, 1, words('x')), false, 'live');
    draft.attach([file(1, 'a')]);
    expect(draft.send()).toBe(true);
    expect([draft.text, draft.reply, draft.files]).toEqual(['', null, []]);
    await idle();
    expect(said[0]).toMatchObject({ text: 'hello', reply: { participant: 'a', seq: '4' }, file: { name: 'a' } });
  });

  it('counts characters as people do, and is not sent when it is too long', () => {
    const { box } = outbox();
    const draft = new Draft(box);
    draft.text = '😀'.repeat(4000);
    expect([draft.left, draft.ready]).toEqual([0, true]);
    draft.text += '😀';
    expect([draft.left, draft.ready, draft.send()]).toEqual([-1, false, false]);
    expect(draft.text).not.toBe('');
  });

  it('can do without text when there is a file, and lets go of one', () => {
    const draft = new Draft(outbox().box);
    const attached = file();
    draft.attach([attached]);
    expect(draft.ready).toBe(true);
    draft.detach(attached);
    expect(draft.ready).toBe(false);
  });
});
