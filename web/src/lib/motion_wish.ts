import { app } from './app.svelte';

/** Whether a still stands for the moving figure: by the setting, or because the desktop asks for less motion. */
export function wantsStill(): boolean {
  return app.state?.settings.figure === 'still' || matchMedia('(prefers-reduced-motion: reduce)').matches;
}
