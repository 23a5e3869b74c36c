// The handset page begins here: texts first, then the page. Its name and icon tell a bystander nothing (AL-02, FL-36).
import { mount } from 'svelte';
import '../lib/ui/tokens.css';
import '../lib/ui/base.css';
import { language, startTexts } from '../lib/i18n/i18n.svelte';
import App from './App.svelte';

const target = document.getElementById('app');
if (target) {
  await startTexts(['handset']);
  // What stands under the icon is in the person's language.
  document.querySelector('link[rel=manifest]')?.setAttribute('href', `/handset/manifest.${language()}.webmanifest`);
  mount(App, { target });
}
