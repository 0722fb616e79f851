import { useSignal } from '@preact/signals';
import type { Attachment, Message } from '../../api/types';
import { t } from '../../i18n/i18n';
import { gallery } from '../gallery/open';

/** The images of a message; each opens the gallery. */
export function Images({ message, sender }: { message: Pick<Message, 'attachments'>; sender: string }) {
  const images = message.attachments ?? [];
  if (images.length === 0) {
    return null;
  }
  return (
    <div class={images.length === 1 ? 'images single' : 'images'}>
      {images.map((image, index) => (
        <button
          key={image.key}
          type="button"
          class="image"
          aria-label={t('image.open', { index: index + 1, count: images.length, name: sender })}
          onClick={() => (gallery.value = { images, index, sender })}
        >
          <Picture image={image} alt="" />
        </button>
      ))}
    </div>
  );
}

/** An image that is loaded when it comes near the screen; one that is gone says so. */
export function Picture({ image, alt, eager = false }: { image: Attachment; alt: string; eager?: boolean }) {
  const isGone = useSignal(false);
  return isGone.value ? (
    <span class="image-gone">{t('image.gone')}</span>
  ) : (
    <img
      src={image.url}
      alt={alt}
      loading={eager ? 'eager' : 'lazy'}
      decoding="async"
      onError={() => (isGone.value = true)}
    />
  );
}
