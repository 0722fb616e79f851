import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../../i18n/i18n';
import { closePopup } from '../popup/open';
import type { PickerProps } from './EmojiPicker';

/** The picker comes with its data when it is first wanted: neither is part of the first load. */
export function EmojiPopup({ label, onPick }: { label: string; onPick: (emoji: string) => void }) {
  const Picker = useSignal<ComponentType<PickerProps> | null>(null);
  const failed = useSignal(false);
  useEffect(() => {
    let wanted = true;
    import('./EmojiPicker').then(
      (module) => wanted && (Picker.value = module.EmojiPicker),
      () => (failed.value = true),
    );
    return () => {
      wanted = false;
    };
  }, []);
  const Loaded = Picker.value;
  return (
    <div role="dialog" aria-label={label} class="emoji-popup">
      {Loaded ? (
        <Loaded
          onPick={(emoji) => {
            closePopup();
            onPick(emoji);
          }}
        />
      ) : (
        <p class="hint" role="status">
          {t(failed.value ? 'problem.offline' : 'app.loading')}
        </p>
      )}
    </div>
  );
}
