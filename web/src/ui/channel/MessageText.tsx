import { signal } from '@preact/signals';
import { t } from '../../i18n/i18n';
import { beginningOf, piecesOf } from './text';

/** Ids of long messages that are shown whole. */
const expanded = signal<ReadonlySet<string>>(new Set());

function toggle(id: string): void {
  const now = new Set(expanded.peek());
  if (!now.delete(id)) {
    now.add(id);
  }
  expanded.value = now;
}

/** A message's text with its links; a long one is cut until the user asks for all of it. */
export function MessageText({ id, body }: { id: string; body: string }) {
  const beginning = beginningOf(body);
  if (beginning === null) {
    return <div class="text">{linked(body)}</div>;
  }
  const whole = expanded.value.has(id);
  return (
    <>
      <div class={whole ? 'text' : 'text cut'}>{linked(whole ? body : beginning)}</div>
      <button type="button" class="link more-text" aria-expanded={whole} onClick={() => toggle(id)}>
        {whole ? t('messages.showLess') : t('messages.showAll', { count: body.length })}
      </button>
    </>
  );
}

function linked(text: string) {
  return piecesOf(text).map((piece) =>
    piece.href ? (
      <a href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
        {piece.text}
      </a>
    ) : (
      piece.text
    ),
  );
}
