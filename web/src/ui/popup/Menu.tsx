import { useEffect, useRef } from 'preact/hooks';
import { arrowKeys } from '../parts/arrows';
import { Icon } from '../parts/Icon';
import { type MenuItem, closePopup } from './open';

/** A menu (ARIA 1.2): the arrows move, Enter or a click picks, Tab and Escape close. */
export function Menu({ label, items }: { label: string; items: readonly MenuItem[] }) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => list.current!.querySelector<HTMLElement>('[data-item]')?.focus(), []);
  return (
    <div
      ref={list}
      role="menu"
      class="menu"
      aria-label={label}
      onKeyDown={(event) => {
        if (event.key === 'Tab') {
          event.preventDefault();
          closePopup();
        } else {
          arrowKeys(event);
        }
      }}
    >
      {items.map((item) => (
        <button
          key={item.label}
          type="button"
          role="menuitem"
          tabIndex={-1}
          data-item
          class={item.danger ? 'menu-item danger' : 'menu-item'}
          onClick={() => {
            closePopup();
            item.onPick();
          }}
        >
          <Icon name={item.icon} size={16} />
          {item.label}
        </button>
      ))}
    </div>
  );
}
