// The console begins here: texts first, then the page, so that no screen ever shows a bare key.
import { mount } from 'svelte';
import '../lib/ui/tokens.css';
import '../lib/ui/base.css';
import { startTexts } from '../lib/i18n/i18n.svelte';
import App from './App.svelte';
import { askWho } from './session.svelte';

const target = document.getElementById('app');
if (target) {
  // Who is there is asked while the texts come.
  const asked = askWho();
  await startTexts(['common', 'desk', 'live-voice', 'recording']);
  await asked;
  mount(App, { target });
}
