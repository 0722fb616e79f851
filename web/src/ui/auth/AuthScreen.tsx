import { useSignal } from '@preact/signals';
import { t } from '../../i18n/i18n';
import { ended, logIn, signUp } from '../../session/session';
import { Field, ProblemNote, useSubmit } from '../parts/form';
import { Icon } from '../parts/Icon';
import { route } from '../route';
import { LanguageChoice } from './LanguageChoice';

/** Log-in and sign-up. The URL stays what it was, so that an invite goes on afterwards. */
export function AuthScreen() {
  const invited = route.value.page === 'invite';
  const isNew = useSignal(invited);
  document.title = t('app.name');
  return (
    <main class="auth">
      <div class="auth-card">
        <div class="auth-brand">
          <img src="/favicon.svg" alt="" width="44" height="44" />
          <h1>{t(isNew.value ? 'auth.signUp.title' : 'auth.logIn.title')}</h1>
          <p class="hint">{t('auth.tagline')}</p>
        </div>
        {invited && (
          <p class="note">
            <Icon name="invite" />
            {t('auth.invited')}
          </p>
        )}
        {ended.value && !invited && (
          <p class="note" role="status">
            <Icon name="clock" />
            {t('auth.ended')}
          </p>
        )}
        <AuthForm key={String(isNew.value)} isNew={isNew.value} />
        <p class="auth-other">
          {t(isNew.value ? 'auth.toLogIn' : 'auth.toSignUp')}{' '}
          <button type="button" class="link" onClick={() => (isNew.value = !isNew.value)}>
            {t(isNew.value ? 'auth.logIn' : 'auth.signUp')}
          </button>
        </p>
      </div>
      <LanguageChoice />
    </main>
  );
}

function AuthForm({ isNew }: { isNew: boolean }) {
  const handle = useSignal('');
  const name = useSignal('');
  const password = useSignal('');
  const shown = useSignal(false);
  const { busy, problem, submit } = useSubmit(() =>
    isNew
      ? signUp(handle.value.trim(), name.value.trim(), password.value)
      : logIn(handle.value.trim(), password.value),
  );
  const wrong = !isNew && problem.value?.status === 401;
  return (
    <form class="form" onSubmit={submit}>
      <Field
        label={t('auth.handle')}
        {...(isNew ? { hint: t('auth.handle.hint') } : {})}
        value={handle}
        onInput={(event) => (handle.value = event.currentTarget.value)}
        name="username"
        autocomplete="username"
        autocapitalize="none"
        spellcheck={false}
        required
        autofocus
      />
      {isNew && (
        <Field
          label={t('auth.name')}
          hint={t('auth.name.hint')}
          value={name}
          onInput={(event) => (name.value = event.currentTarget.value)}
          name="name"
          autocomplete="name"
          required
        />
      )}
      <Field
        label={t('auth.password')}
        {...(isNew ? { hint: t('auth.password.hint'), minLength: 8 } : {})}
        value={password}
        onInput={(event) => (password.value = event.currentTarget.value)}
        type={shown.value ? 'text' : 'password'}
        name="password"
        autocomplete={isNew ? 'new-password' : 'current-password'}
        required
      >
        <button
          type="button"
          class="field-button"
          aria-label={`${t('auth.password')}: ${t(shown.value ? 'auth.password.hide' : 'auth.password.show')}`}
          onClick={() => (shown.value = !shown.value)}
        >
          {t(shown.value ? 'auth.password.hide' : 'auth.password.show')}
        </button>
      </Field>
      <ProblemNote problem={problem.value} {...(wrong ? { text: t('auth.wrong') } : {})} />
      <button type="submit" class="button primary wide" disabled={busy}>
        {t(isNew ? 'auth.signUp' : 'auth.logIn')}
      </button>
    </form>
  );
}
