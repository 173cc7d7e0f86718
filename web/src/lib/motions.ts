import type { FigureMotion, Side } from './api';
import { call } from './client';

const loaded = new Map<string, Promise<FigureMotion>>();

/** An exercise's figure motion, held as long as planned; asked for once. A failed answer is asked for again. */
export function loadMotion(exercise: string, side: Side, eased = false, hold_s = 0): Promise<FigureMotion> {
  const hold = Math.round(hold_s);
  const key = `${exercise} ${side} ${eased} ${hold}`;
  let motion = loaded.get(key);
  if (!motion) {
    motion = call('GET /api/exercises/{id}/motion', {
      path: { id: exercise },
      query: { side, ...(eased ? { eased } : {}), ...(hold > 0 ? { hold } : {}) },
    });
    motion.catch(() => loaded.delete(key));
    loaded.set(key, motion);
  }
  return motion;
}

/** After an exercise was replaced or removed: what is known of its motion is not true any more. */
export function forgetMotions(exercise: string): void {
  for (const key of loaded.keys()) if (key.startsWith(`${exercise} `)) loaded.delete(key);
}
