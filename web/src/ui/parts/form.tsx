import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import { Problem } from '../../api/problem';
import { explain } from '../../i18n/i18n';
import { Icon } from './Icon';

/** A form's submission: one at a time, with the problem of the last one. */
export function useSubmit(task: () => Promise<void>) {
  const busy = useSignal(false);
  const problem = useSignal<Problem | null>(null);
  const submit = async (event?: Event): Promise<void> => {
    event?.preventDefault();
    if (busy.value) {
      return;
    }
    busy.value = true;
    problem.value = null;
    try {
      await task();
    } catch (error) {
      problem.value = Problem.from(error);
    } finally {
      busy.value = false;
    }
  };
  return { busy, problem, submit };
}

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly children?: ComponentChildren;
}

/** A labelled text input; `children` stand at its end, inside the frame. */
export function Field({
  label,
  hint,
  children,
  ...input
}: FieldProps & Omit<JSX.InputHTMLAttributes<HTMLInputElement>, 'label'>) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="field-frame">
        <input id={id} aria-describedby={hint ? `${id}-hint` : undefined} {...input} />
        {children}
      </div>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly hint: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function Switch({ label, hint, checked, onChange }: SwitchProps) {
  return (
    <label class="switch">
      <span>
        <strong>{label}</strong>
        <span class="hint">{hint}</span>
      </span>
      <input
        type="checkbox"
        role="switch"
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </label>
  );
}

/** What went wrong, in the user's language; read out at once. */
export function ProblemNote({ problem, text }: { problem: Problem | null; text?: string }) {
  return (
    <div role="alert" class="problem-slot">
      {problem && (
        <p class="problem">
          <Icon name="alert" size={16} />
          {text ?? explain(problem)}
        </p>
      )}
    </div>
  );
}

interface SelectProps {
  readonly label: string;
  readonly value: string;
  /** Values with their texts. */
  readonly options: readonly (readonly [string, string])[];
  readonly onChange: (value: string) => void;
}

export function Select({ label, value, options, onChange }: SelectProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} class="select" value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
