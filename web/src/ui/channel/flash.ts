/** Makes a message stand out for a moment, and lets the keyboard go on from it. */
export function flash(row: HTMLElement): void {
  row.focus({ preventScroll: true });
  // No class: drawing the row again sets its classes anew.
  row.dataset['flash'] = '';
  row.addEventListener('animationend', () => delete row.dataset['flash'], { once: true });
}
