import { signal } from '@preact/signals';
import type { Message, User } from '../../api/types';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { type Piece, beginningOf, piecesOf, quotesOf, withMentions } from './text';

/** Ids of long messages that are shown whole. */
const expanded = signal<ReadonlySet<string>>(new Set());

function toggle(id: string): void {
  const now = new Set(expanded.peek());
  if (!now.delete(id)) {
    now.add(id);
  }
  expanded.value = now;
}

interface Props {
  readonly chat: Chat;
  readonly message: Pick<Message, 'id' | 'body' | 'mentions'>;
}

/** A message's text with its links and names; a long one is cut until the user asks for all of it. */
export function MessageText({ chat, message: { id, body, mentions } }: Props) {
  const names = mentions ?? [];
  const people = names
    .filter((name) => !name.startsWith('@'))
    .map((user) => chat.directory.person(user).value)
    .filter((user) => user !== null);
  const everyone = names.length > 0 && names.some((name) => name.startsWith('@'));
  const show = (text: string) => <Text text={text} people={people} everyone={everyone} me={chat.me.id} />;
  const beginning = beginningOf(body);
  if (beginning === null) {
    return <div class="text">{show(body)}</div>;
  }
  const whole = expanded.value.has(id);
  return (
    <>
      <div class={whole ? 'text' : 'text cut'}>{show(whole ? body : beginning)}</div>
      <button type="button" class="link more-text" aria-expanded={whole} onClick={() => toggle(id)}>
        {whole ? t('messages.showLess') : t('messages.showAll', { count: body.length })}
      </button>
    </>
  );
}

interface TextProps {
  readonly text: string;
  readonly people: readonly User[];
  readonly everyone: boolean;
  readonly me: string;
}

function Text({ text, people, everyone, me }: TextProps) {
  const pieces = (part: string) => withMentions(piecesOf(part), people, everyone).map((p) => shown(p, me));
  return (
    <>
      {quotesOf(text).map((run) =>
        run.quoted ? <blockquote>{pieces(run.text)}</blockquote> : pieces(run.text),
      )}
    </>
  );
}

function shown(piece: Piece, me: string) {
  if (piece.href) {
    return (
      <a href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
        {piece.text}
      </a>
    );
  }
  if (piece.mention === 'everyone') {
    return <span class="mention me">{piece.text}</span>;
  }
  if (piece.mention) {
    const { id, name, handle } = piece.mention;
    return (
      <span class={id === me ? 'mention me' : 'mention'} title={`@${handle}`}>
        @{name}
      </span>
    );
  }
  return piece.text;
}
