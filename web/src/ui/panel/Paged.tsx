import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Problem } from '../../api/problem';
import type { Page } from '../../api/types';
import { t } from '../../i18n/i18n';
import { ProblemNote } from '../parts/form';

interface Props<T> {
  /** One page of the list. */
  readonly load: (cursor: string | null) => Promise<Page<T>>;
  /** Loads anew when this changes. */
  readonly version: unknown;
  readonly empty: string;
  readonly children: (item: T) => ComponentChildren;
}

/** At most this many items are kept; whoever wants more narrows the search. */
const KEPT = 500;

/** A list that the server gives in pages; more come when asked for. */
export function Paged<T>({ load, version, empty, children }: Props<T>) {
  const items = useSignal<readonly T[] | null>(null);
  const next = useSignal<string | null>(null);
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);
  /** An answer to what was asked for before counts no more. */
  const asked = useRef<unknown>(null);
  const more = async (): Promise<void> => {
    const question = (asked.current = {});
    busy.value = true;
    problem.value = null;
    try {
      const page = await load(next.value);
      if (asked.current === question) {
        items.value = [...(items.value ?? []), ...page.items].slice(0, KEPT);
        next.value = items.value.length < KEPT ? page.next : null;
      }
    } catch (error) {
      if (asked.current === question) {
        problem.value = Problem.from(error);
      }
    } finally {
      busy.value = asked.current === question ? false : busy.value;
    }
  };
  useEffect(() => {
    items.value = null;
    next.value = null;
    void more();
  }, [version]);
  return (
    <div class="panel-scroller" tabIndex={0} role="region" aria-label={t('panel.results')}>
      <ProblemNote problem={problem.value} />
      {items.value === null && !problem.value && (
        <p class="hint panel-note" role="status">
          {t('app.loading')}
        </p>
      )}
      {items.value?.length === 0 && <p class="hint panel-note">{empty}</p>}
      <ul class="results">{items.value?.map(children)}</ul>
      {(next.value !== null || problem.value) && (
        <button type="button" class="link earlier" disabled={busy} onClick={more}>
          {t(problem.value ? 'messages.retry' : 'panel.more')}
        </button>
      )}
    </div>
  );
}
