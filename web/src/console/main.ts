// The console begins here: texts first, then the page, so that no screen ever shows a bare key.
import { mount } from 'svelte';
import '../lib/ui/tokens.css';
import '../lib/ui/base.css';
import { startTexts } from '../lib/i18n/i18n.svelte';
import App from './App.svelte';

const target = document.getElementById('app');
if (target) {
  await startTexts(['common', 'desk', 'cases', 'office']);
  mount(App, { target });
}
