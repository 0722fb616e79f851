import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { t } from '../../i18n/i18n';
import { Field } from './form';
import { Icon } from './Icon';

/** A text to take away: selected by focus, copied by the button. */
export function CopyField({ label, value, hint }: { label: string; value: string; hint?: string }) {
  const copied = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  const copy = async (): Promise<void> => {
    const input = button.current!.parentElement!.querySelector('input')!;
    input.select();
    try {
      await navigator.clipboard.writeText(value);
      copied.value = true;
    } catch {
      // Pages served without TLS have no clipboard: the text is selected, the keyboard copies it.
    }
  };
  return (
    <Field
      label={label}
      {...(hint ? { hint } : {})}
      value={value}
      readOnly
      onFocus={(event) => event.currentTarget.select()}
    >
      <button ref={button} type="button" class="field-button" onClick={copy} aria-live="polite">
        <Icon name={copied.value ? 'check' : 'copy'} size={16} />
        {t(copied.value ? 'action.copied' : 'action.copy')}
      </button>
    </Field>
  );
}
