import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../../i18n/i18n';
import { Picture } from '../message/Images';
import { Icon } from '../parts/Icon';
import { type Viewed, gallery } from './open';

/** The images of a message in full: the arrows, a swipe or the buttons go on, Escape closes. */
export function Gallery() {
  const open = gallery.value;
  return open === null ? null : <Opened {...open} />;
}

function Opened({ images, index, sender }: Viewed) {
  const dialog = useRef<HTMLDialogElement>(null);
  const touched = useRef<number | null>(null);
  const close = (): void => {
    gallery.value = null;
  };
  const step = (by: number): void => {
    const to = index + by;
    if (to >= 0 && to < images.length) {
      gallery.value = { images, index: to, sender };
    }
  };
  useLayoutEffect(() => {
    const before = document.activeElement;
    dialog.current!.showModal();
    return () => before instanceof HTMLElement && before.isConnected && before.focus();
  }, []);
  const image = images[index]!;
  return (
    <dialog
      ref={dialog}
      class="gallery"
      aria-label={t('image.gallery')}
      onClose={close}
      onKeyDown={(event) => step({ ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0)}
      onPointerDown={(event) => (touched.current = event.clientX)}
      onPointerUp={(event) => {
        const moved = event.clientX - (touched.current ?? event.clientX);
        touched.current = null;
        if (Math.abs(moved) > 60) {
          step(moved < 0 ? 1 : -1);
        }
      }}
    >
      <header class="gallery-head">
        <strong>{sender}</strong>
        <span aria-live="polite">
          {images.length > 1 && t('image.position', { index: index + 1, count: images.length })}
        </span>
        <a
          class="icon-button"
          href={image.url}
          target="_blank"
          rel="noopener"
          aria-label={t('image.original')}
          title={t('image.original')}
        >
          <Icon name="external" />
        </a>
        <button type="button" class="icon-button" aria-label={t('action.close')} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <div class="gallery-image" onClick={(event) => event.target === event.currentTarget && close()}>
        <Picture key={image.key} image={image} alt={t('image.alt', { name: sender })} eager />
      </div>
      {images.length > 1 && (
        <>
          <button
            type="button"
            class="icon-button gallery-step back"
            aria-label={t('image.previous')}
            aria-disabled={index === 0}
            onClick={() => step(-1)}
          >
            <Icon name="left" size={26} />
          </button>
          <button
            type="button"
            class="icon-button gallery-step on"
            aria-label={t('image.next')}
            aria-disabled={index === images.length - 1}
            onClick={() => step(1)}
          >
            <Icon name="chevron" size={26} />
          </button>
        </>
      )}
    </dialog>
  );
}
