import type { Action } from 'svelte/action';

/** Sets custom properties on an element from code: a `style` attribute would be refused by the page's policy. */
export const css: Action<HTMLElement | SVGElement, Record<string, string | number>> = (node, given) => {
  const set = (values: Record<string, string | number> | undefined) => {
    for (const [name, value] of Object.entries(values ?? {})) node.style.setProperty(name, String(value));
  };
  set(given);
  return { update: set };
};
