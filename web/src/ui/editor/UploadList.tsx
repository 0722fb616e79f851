import { useEffect, useRef } from 'preact/hooks';
import { explain, t } from '../../i18n/i18n';
import type { Upload, Uploads } from '../../store/uploads';
import { Icon } from '../parts/Icon';

const PREVIEW_PX = 160;

/** The images that are put to a message: previews with how far each is, and ways to stop or repeat. */
export function UploadList({ uploads }: { uploads: Uploads }) {
  const items = uploads.list.value;
  if (items.length === 0) {
    return null;
  }
  const failed = items.find((item) => item.problem !== null);
  return (
    <>
      <ul class="uploads" aria-label={t('image.list')}>
        {items.map((item) => (
          <li key={item.id} class={`upload ${item.state}`}>
            <Preview file={item.file} />
            <Progress item={item} onRetry={() => uploads.retry(item.id)} />
            <button
              type="button"
              class="upload-remove"
              aria-label={t(item.state === 'uploading' ? 'image.cancel' : 'image.remove', {
                name: item.file.name,
              })}
              onClick={() => uploads.remove(item.id)}
            >
              <Icon name="close" size={14} />
            </button>
          </li>
        ))}
      </ul>
      <p class="upload-problem" role="alert">
        {failed && t('image.failed', { name: failed.file.name, reason: explain(failed.problem!) })}
      </p>
    </>
  );
}

function Progress({ item, onRetry }: { item: Upload; onRetry: () => void }) {
  switch (item.state) {
    case 'done':
      return null;
    case 'uploading':
      return (
        <progress value={item.progress} max={1} aria-label={t('image.uploading', { name: item.file.name })} />
      );
    case 'failed':
      return (
        <button
          type="button"
          class="upload-retry"
          aria-label={t('image.retry', { name: item.file.name })}
          onClick={onRetry}
        >
          {t('messages.retry')}
        </button>
      );
  }
}

/** A small picture of a file, drawn here: the file itself may be 20 MB, and stays as it is. */
function Preview({ file }: { file: File }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let wanted = true;
    createImageBitmap(file, { resizeWidth: PREVIEW_PX, resizeQuality: 'medium' }).then(
      (bitmap) => {
        const box = canvas.current;
        if (wanted && box !== null) {
          box.width = bitmap.width;
          box.height = bitmap.height;
          box.getContext('2d')?.drawImage(bitmap, 0, 0);
        }
        bitmap.close();
      },
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [file]);
  return <canvas ref={canvas} role="img" aria-label={file.name} width={PREVIEW_PX} height={PREVIEW_PX} />;
}
