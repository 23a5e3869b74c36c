// Is the screen light or dark now: by choice, else as the machine says. A map is painted for one of the two and must know.
import type { Light } from './style';

function look(): Light {
  const chosen = document.documentElement.dataset['theme'];
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

let now = $state<Light>(look());

/** Light or dark. */
export function lightNow(): Light {
  return now;
}

/** Follows the switch and the machine; returns how to stop. */
export function followLight(): () => void {
  const changed = () => (now = look());
  const system = matchMedia('(prefers-color-scheme: dark)');
  const choice = new MutationObserver(changed);
  system.addEventListener('change', changed);
  choice.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  changed();
  return () => {
    system.removeEventListener('change', changed);
    choice.disconnect();
  };
}
