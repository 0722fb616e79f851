/** What stays in place when heights change: the end of the list, or one message at a distance from the top. */
export type Anchor = { readonly at: 'end' } | { readonly at: `${number}`; readonly offset: number };

/** Closer to the end than this counts as there. */
const END_PX = 40;

/** The anchor of what is on the screen now; the end only where more would not push it away. */
export function anchorOf(scroller: HTMLElement, endCounts: boolean): Anchor {
  if (endCounts && isAtEnd(scroller)) {
    return { at: 'end' };
  }
  const top = scroller.getBoundingClientRect().top;
  const rows = [...scroller.querySelectorAll<HTMLElement>('.chunk.shown [data-seq]')];
  const row = rows.find((other) => other.getBoundingClientRect().bottom > top) ?? rows.at(-1);
  return row
    ? { at: row.dataset['seq'] as `${number}`, offset: row.getBoundingClientRect().top - top }
    : { at: 'end' };
}

/** Scrolls so that the anchor is where it was; false if its message is not shown. */
export function restore(scroller: HTMLElement, anchor: Anchor): boolean {
  if (anchor.at === 'end') {
    scroller.scrollTop = scroller.scrollHeight;
    return true;
  }
  const row = scroller.querySelector<HTMLElement>(`[data-seq="${anchor.at}"]`);
  if (row === null) {
    return false;
  }
  const top = scroller.getBoundingClientRect().top;
  const moved = row.getBoundingClientRect().top - top - anchor.offset;
  if (Math.abs(moved) >= 1) {
    scroller.scrollTop += moved;
  }
  return true;
}

/** The anchor as it is after its message moved by so many pixels. */
export function shifted(anchor: Anchor, pixels: number): Anchor {
  return 'offset' in anchor ? { ...anchor, offset: anchor.offset + pixels } : anchor;
}

function isAtEnd(scroller: HTMLElement): boolean {
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < END_PX;
}
