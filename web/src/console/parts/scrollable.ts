// A box that scrolls sideways can be reached and moved with the keyboard (WCAG 2.1.1), and only while it scrolls.
import { t } from '../../lib/i18n/i18n.svelte';

export function scrollable(box: HTMLElement): () => void {
  const look = () => {
    if (box.scrollWidth > box.clientWidth + 1) {
      box.tabIndex = 0;
      box.setAttribute('role', 'group');
      box.setAttribute('aria-label', t('table-scrolls'));
    } else {
      box.removeAttribute('tabindex');
      box.removeAttribute('role');
      box.removeAttribute('aria-label');
    }
  };
  look();
  if (typeof ResizeObserver === 'undefined') return () => undefined;
  const watcher = new ResizeObserver(look);
  watcher.observe(box);
  if (box.firstElementChild) watcher.observe(box.firstElementChild);
  return () => watcher.disconnect();
}
