import { effect } from '@preact/signals';
import { render } from 'preact';
import { language } from './i18n/i18n';
import { user } from './session/session';
import { whileSignedIn } from './store/chat';
import { applyTheme } from './store/settings';
import './styles/index.css';
import { App, current } from './ui/App';

applyTheme(document.documentElement);
effect(() => {
  document.documentElement.lang = language.value;
});
whileSignedIn(user, (chat) => (current.value = chat));
render(<App />, document.getElementById('app')!);
