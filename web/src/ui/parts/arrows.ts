/** Moves the focus among the items of a list with the up and down arrows, Home and End. */
export function arrowKeys(event: KeyboardEvent): void {
  const list = event.currentTarget as HTMLElement;
  const items = [...list.querySelectorAll<HTMLElement>('[data-item]')].filter(
    (item) => item.offsetParent !== null,
  );
  const at = items.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (at >= 0 && to !== undefined && items[to]) {
    event.preventDefault();
    items[to].focus();
  }
}
