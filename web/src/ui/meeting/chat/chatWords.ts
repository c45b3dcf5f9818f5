// SPDX-License-Identifier: Apache-2.0
import { MAX_FILE_LENGTH } from '../../../protocol/files';
import type { Announcement } from '../../../state/chat/Announcements.svelte';
import type { ChatLine, Emoji } from '../../../state/chat/ChatLine.svelte';
import type { ChatFault } from '../../../state/chat/fault';
import type { Names } from '../../../state/chat/Names.svelte';
import type { ReportFault } from '../../../state/chat/ReportDraft.svelte';
import { m } from '../../../words/messages';
import { fileSize, list } from '../../format';

const EMOJI_NAMES: Readonly<Record<Emoji, () => string>> = {
  '👍': m.chat_emoji_thumbs_up, '👎': m.chat_emoji_thumbs_down, '👏': m.chat_emoji_clapping, '🎉': m.chat_emoji_party, '❤️': m.chat_emoji_heart, '😂': m.chat_emoji_laughing,
  '😮': m.chat_emoji_surprised, '😢': m.chat_emoji_sad, '🙏': m.chat_emoji_thanks, '🔥': m.chat_emoji_fire, '👀': m.chat_emoji_eyes, '✅': m.chat_emoji_check,
};
/** Those that most people want; the rest is one press further. */
export const FIRST_EMOJI: readonly Emoji[] = ['👍', '❤️', '😂', '👏', '🎉', '😮'];
/** A crowd is named by its first three. */
const NAMED = 3;
const SPOKEN_LETTERS = 200;

export function emojiName(emoji: string): string {
  return EMOJI_NAMES[emoji as Emoji]();
}

export function nameOf(names: Names, participant: string): string {
  return names.isSelf(participant) ? m.chat_you() : names.of(participant) ?? m.chat_somebody();
}

export function namesOf(names: Names, participants: readonly string[]): string {
  const all = [...new Set(participants)].map((participant) => nameOf(names, participant));
  return list(all.length > NAMED + 1 ? [...all.slice(0, NAMED), m.chat_others({ count: all.length - NAMED })] : all);
}

/** What a screen reader says of what happened in one moment. */
export function sentence(names: Names, { kind, all }: Announcement): string {
  const who = namesOf(names, all.map(({ participant }) => participant));
  const count = new Set(all.map(({ participant }) => participant)).size;
  switch (kind) {
    case 'hand': return m.chat_hand_raised({ count, names: who });
    case 'reaction': return m.chat_reacted({ names: who, emoji: list([...new Set(all.map(({ what }) => emojiName(what)))]) });
    case 'chat': {
      const text = all[0]!.what;
      return all.length > 1 || text === '' ? m.chat_said_many({ count: all.length, names: who }) : m.chat_said({ name: who, text: [...text].slice(0, SPOKEN_LETTERS).join('') });
    }
  }
}

/** One line about a message, where there is no room for all of it. */
export function summary({ text, file }: Pick<ChatLine, 'text' | 'file'>): string {
  return text !== '' ? text : file === null ? '' : m.chat_quote_file({ name: file.name });
}

export function faultWords(fault: ChatFault): string {
  switch (fault) {
    case 'too-fast': return m.chat_fault_too_fast();
    case 'lost': return m.chat_fault_lost();
    case 'too-large': return m.chat_fault_too_large({ size: fileSize(MAX_FILE_LENGTH) });
    case 'no-room': return m.chat_fault_no_room();
    case 'not-allowed': return m.chat_fault_not_allowed();
    case 'unreadable': return m.chat_fault_unreadable();
    case 'gone': return m.chat_fault_gone();
    case 'altered': return m.chat_fault_altered();
    case 'unreachable': return m.chat_fault_unreachable();
    case 'failed': return m.chat_fault_failed();
  }
}

export function reportFaultWords(fault: ReportFault): string {
  switch (fault) {
    case 'too-fast': return m.chat_report_fault_too_fast();
    case 'too-large': return m.chat_report_fault_too_large();
    case 'unreachable': return m.chat_report_fault_unreachable();
    case 'refused': return m.chat_report_fault_refused();
    case 'key-gone': return m.chat_report_fault_key_gone();
    case 'not-here': return m.chat_report_fault_not_here();
    case 'failed': return m.chat_report_fault_failed();
  }
}
