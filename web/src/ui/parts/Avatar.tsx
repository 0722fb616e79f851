import { colourOf, initial, initials } from './avatar';

/** Stands beside the name it is made from: a picture of letters, not text, so screen readers skip it. */
export function Avatar({ id, name, kind }: { id: string; name: string; kind?: 'small' | 'team' }) {
  return (
    <span
      class={`avatar colour-${colourOf(id)} ${kind ?? ''}`}
      data-letters={kind === 'small' ? initial(name) : initials(name)}
      aria-hidden="true"
    />
  );
}
