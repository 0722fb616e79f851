import type { Attachment, Message } from '../../api/types';
import { t } from '../../i18n/i18n';
import { gallery } from '../gallery/open';

/** The images of a message; each opens the gallery. */
export function Images({ message }: { message: Pick<Message, 'attachments'> }) {
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
          aria-label={t('image.open', { index: index + 1, count: images.length })}
          onClick={() => (gallery.value = { images, index })}
        >
          <Picture image={image} />
        </button>
      ))}
    </div>
  );
}

/** An image that is loaded when it comes near the screen; one that is gone says so. */
export function Picture({ image, eager = false }: { image: Attachment; eager?: boolean }) {
  return (
    <img
      src={image.url}
      alt={t('image.alt')}
      loading={eager ? 'eager' : 'lazy'}
      decoding="async"
      onError={(event) => event.currentTarget.parentElement?.classList.add('broken')}
    />
  );
}
