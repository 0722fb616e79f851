import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../../i18n/i18n';
import { EmojiPopup } from '../emoji/EmojiPopup';
import { Menu } from './Menu';
import { closePopup, popup } from './open';

const GAP_PX = 6;

/** Shows the popup that is open beside its anchor, or at phone width at the lower edge of the screen. */
export function PopupHost() {
  const open = popup.value;
  const box = useRef<HTMLDivElement>(null);
  const place = (): void => {
    const element = box.current;
    if (open === null || element === null) {
      return;
    }
    const at = open.anchor.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = element;
    const below = at.bottom + GAP_PX;
    const top = below + height > innerHeight ? Math.max(GAP_PX, at.top - height - GAP_PX) : below;
    element.style.top = `${Math.max(GAP_PX, Math.min(top, innerHeight - height - GAP_PX))}px`;
    element.style.left = `${Math.max(GAP_PX, Math.min(at.right - width, innerWidth - width - GAP_PX))}px`;
  };
  useLayoutEffect(() => {
    if (open !== null) {
      box.current!.showPopover();
      place();
    }
  }, [open]);
  useEffect(() => {
    if (open === null) {
      return undefined;
    }
    const sizes = new ResizeObserver(place);
    sizes.observe(box.current!);
    const outside = (event: Event): void => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) {
        closePopup();
      }
    };
    const escape = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') {
        event.preventDefault();
        event.stopPropagation();
        closePopup();
      }
    };
    addEventListener('pointerdown', outside, true);
    addEventListener('keydown', escape, true);
    addEventListener('resize', closePopup);
    return () => {
      sizes.disconnect();
      removeEventListener('pointerdown', outside, true);
      removeEventListener('keydown', escape, true);
      removeEventListener('resize', closePopup);
    };
  }, [open]);
  if (open === null) {
    return null;
  }
  return (
    <div ref={box} class="popup" popover="manual">
      {open.kind === 'menu' ? (
        <Menu label={open.label} items={open.items} />
      ) : (
        <EmojiPopup label={t('emoji.pick')} onPick={open.onPick} />
      )}
    </div>
  );
}
