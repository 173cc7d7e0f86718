import type { Region } from './api';

/** The colour that a custom property has now, as the browser computes it for the theme: `rgb(…)`. */
export function readColour(name: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  probe.hidden = true;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

export function readAccent(region: Region): string {
  return readColour(`--${region.replace('_', '-')}`);
}

export function isDark(): boolean {
  const theme = document.documentElement.dataset.theme;
  return theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}
