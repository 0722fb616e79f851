import { colourOf, initial, initials } from './avatar';

/** Stands beside the name it is made from, so screen readers skip it. */
export function Avatar({ id, name, kind }: { id: string; name: string; kind?: 'small' | 'team' }) {
  return (
    <span class={`avatar colour-${colourOf(id)} ${kind ?? ''}`} aria-hidden="true">
      {kind === 'small' ? initial(name) : initials(name)}
    </span>
  );
}
