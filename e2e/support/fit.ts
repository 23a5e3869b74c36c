// Does everything fit: no text that is cut off, nothing that sticks out, no target that a finger misses. Measured in the browser.
import type { Page } from '@playwright/test';

/** What may end in dots, because it stands in full elsewhere: a name in the menu or a row, a place in a row (it is on the card). */
const MAY_END_IN_DOTS = '.who, .where, .here';
/** A map and a picture have edges; what only a screen reader hears has no size. */
const NO_TEXT = '.map, canvas, svg, .sr-only, textarea, input, select, option, script, style, [hidden]';
/** Wide tables have a scroller of their own, which the keyboard reaches. */
const OWN_SCROLLER = '.scroll-x';

/** Everything on this page that is cut off or sticks out, in words; empty when it all fits. */
export function misfits(page: Page): Promise<string[]> {
  return page.evaluate(
    ([dots, noText, ownScroller]) => {
      const SLACK = 2;
      const found = new Set<string>();
      const wide = document.documentElement.clientWidth;
      const tell = (why: string, element: Element) => {
        const words = (element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 60);
        const names = typeof element.className === 'string' ? element.className : '';
        found.add(`${why}: <${element.tagName.toLowerCase()} class="${names}"> ${words}`);
      };
      const modal = document.querySelector('dialog[open]');
      if (document.documentElement.scrollWidth > wide + 1) found.add(`the page is ${document.documentElement.scrollWidth} px wide on ${wide}`);

      for (const element of (modal ?? document.body).querySelectorAll('*')) {
        if (element.closest(noText) || !element.checkVisibility()) continue;
        const style = getComputedStyle(element);
        const scrolls = ['auto', 'scroll'];
        if (scrolls.includes(style.overflowX) && !element.matches(ownScroller) && element.scrollWidth > element.clientWidth + SLACK) {
          tell(`scrolls sideways (${element.scrollWidth} on ${element.clientWidth})`, element);
        }
        if (scrolls.includes(style.overflowY) && element.scrollHeight > element.clientHeight + SLACK && element.clientHeight < 40) {
          tell(`no room to scroll (${element.clientHeight} px high)`, element);
        }
      }

      /** Where the text of a node can be seen: cut by every ancestor that hides what is outside it. */
      const judge = (node: Text, rect: DOMRect) => {
        const parent = node.parentElement;
        if (!parent) return;
        let reachable = { across: false, down: false };
        for (let at: Element | null = parent; at && at !== document.body; at = at.parentElement) {
          const style = getComputedStyle(at);
          const box = at.getBoundingClientRect();
          if (style.display !== 'inline') {
            const hides = (overflow: string) => overflow === 'hidden' || overflow === 'clip';
            if (!reachable.across && hides(style.overflowX) && (rect.right > box.right + SLACK || rect.left < box.left - SLACK)) {
              if (!at.closest(dots)) tell('cut off sideways', parent);
              return;
            }
            if (!reachable.down && hides(style.overflowY) && (rect.bottom > box.bottom + SLACK || rect.top < box.top - SLACK)) {
              if (!at.closest(dots)) tell('cut off below', parent);
              return;
            }
            if (['auto', 'scroll'].includes(style.overflowX)) reachable = { ...reachable, across: true };
            if (['auto', 'scroll'].includes(style.overflowY)) reachable = { ...reachable, down: true };
            if (at.matches('button, .btn, .tag, .panel, .notice, dialog, td, th') && (rect.right > box.right + SLACK || rect.left < box.left - SLACK) && !reachable.across) {
              tell('out of its box', parent);
              return;
            }
          }
          if (style.position === 'fixed') return;
        }
        if (!reachable.across && (rect.right > wide + SLACK || rect.left < -SLACK)) tell('outside the screen', parent);
      };
      const walker = document.createTreeWalker(modal ?? document.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode as Text;
        const parent = node.parentElement;
        if (!parent || node.data.trim() === '' || parent.closest(noText) || parent.closest('.skip') || !parent.checkVisibility({ visibilityProperty: true })) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const rect of range.getClientRects()) if (rect.width > 0) judge(node, rect);
      }
      return [...found];
    },
    [MAY_END_IN_DOTS, NO_TEXT, OWN_SCROLLER] as const,
  );
}

/** Targets smaller than 24 x 24 px (WCAG 2.5.8), in words. A link within a sentence may be as high as its line. */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const LEAST = 24;
    const small: string[] = [];
    const scope = document.querySelector('dialog[open]') ?? document.body;
    for (const target of scope.querySelectorAll('a[href], button, input, select, textarea, summary, [role="button"]')) {
      if (!target.checkVisibility({ visibilityProperty: true }) || target.closest('.sr-only') || target.matches(':disabled')) continue;
      if (target.matches('a') && getComputedStyle(target).display === 'inline' && target.closest('p, li, td, dd')) continue;
      // A tick or a dot is pressed by its label.
      const label = target.matches('input[type="checkbox"], input[type="radio"]') ? (target as HTMLInputElement).labels?.[0] : null;
      const box = (label ?? target).getBoundingClientRect();
      if (box.width + 0.5 >= LEAST && box.height + 0.5 >= LEAST) continue;
      small.push(`${Math.round(box.width)}x${Math.round(box.height)}: ${target.outerHTML.slice(0, 140)}`);
    }
    return small;
  });
}
