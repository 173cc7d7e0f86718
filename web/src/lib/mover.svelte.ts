import type { Step } from './api';
import { app } from './app.svelte';
import { call } from './client';
import { advance, findStep, makeRoutine, type Effect, type Input, type Routine } from './routine';
import { speaker } from './sound';

const savedKey = 'endrange.routine';
/** After this long a routine that was left is not offered again: the day has moved on. */
const keptFor_ms = 45 * 60000;
const tickEvery_ms = 100;

interface Saved {
  routine: Routine;
  at_ms: number;
}

/** A routine that was left in the middle a short while ago, or null. */
export function findLeftRoutine(): Routine | null {
  try {
    const saved = JSON.parse(localStorage.getItem(savedKey) ?? 'null') as Saved | null;
    if (!saved || Date.now() - saved.at_ms > keptFor_ms) return null;
    const { routine } = saved;
    const isOpen = !['ready', 'finished', 'over'].includes(routine.phase) && findStep(routine) !== undefined;
    return isOpen ? { ...routine, phase: 'paused' } : null;
  } catch {
    return null;
  }
}

/** Runs a routine on the browser's clock: hands out records, words and tones, and keeps what is left for later. */
export class Mover {
  routine = $state.raw<Routine>(makeRoutine('', []));
  now_ms = $state(0);
  /** A line for the person, until the next step. */
  message = $state('');
  /** The entry that the message's Undo takes back. */
  undo = $state<string | null>(null);
  #timer: ReturnType<typeof setInterval> | undefined;
  #lock: WakeLockSentinel | null = null;

  load(steps: Step[]): void {
    this.routine = makeRoutine(crypto.randomUUID(), steps);
  }

  take(left: Routine): void {
    this.routine = left;
    this.open();
  }

  give(input: Input): void {
    const before = this.routine;
    this.now_ms = performance.now();
    const next = advance(before, input, this.now_ms);
    this.routine = next.routine;
    if (before.index !== next.routine.index) {
      this.message = '';
      this.undo = null;
    }
    for (const effect of next.effects) this.#do(effect);
    if (input.kind !== 'tick' || before.index !== next.routine.index) this.#save();
    if (before.phase === 'ready' && next.routine.phase !== 'ready') this.open();
  }

  /** Begins to tick, keeps the screen awake, and tells the break logic. */
  open(): void {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.give({ kind: 'tick' }), tickEvery_ms);
    void this.keepAwake();
    this.#tellBreak('now');
  }

  close(): void {
    clearInterval(this.#timer);
    void this.#lock?.release();
    this.#lock = null;
    speaker.stop();
  }

  /** The browser lets the screen sleep again whenever the page was hidden. */
  async keepAwake(): Promise<void> {
    try {
      this.#lock = await navigator.wakeLock.request('screen');
    } catch {
      // Not offered here, or the battery is low: the voice still guides.
    }
  }

  /** The page goes: what was done is written down and sent along. */
  leave(): void {
    this.give({ kind: 'hide' });
    void app.queue.flush(true).catch(() => undefined);
  }

  async takeBack(): Promise<void> {
    const entry = this.undo;
    this.undo = null;
    this.message = '';
    if (entry) await app.withdraw(entry, 'taken back right after');
  }

  #do(effect: Effect): void {
    if ('record' in effect) {
      const kept = app.record(effect.record);
      const skipped = effect.record.step_skipped;
      if (skipped?.meaning === 'never') {
        void kept.then(({ event }) => {
          this.message = 'It will not come again.';
          this.undo = event.id;
        });
      }
      if (effect.record.routine_finished) this.#tellBreak('done');
    } else if ('say' in effect) {
      void speaker.say(effect.say);
      app.announce(effect.say);
    } else if ('tone' in effect) {
      speaker.tone(effect.tone);
    } else {
      this.message = effect.show;
      app.announce(effect.show);
    }
  }

  #tellBreak(action: 'now' | 'done'): void {
    call('POST /api/breaks', { body: { action, minutes: null, until: null, kind: null } }).then(
      (breaks) => app.setBreaks(breaks),
      () => undefined,
    );
  }

  #save(): void {
    try {
      localStorage.setItem(
        savedKey,
        JSON.stringify({ routine: this.routine, at_ms: Date.now() } satisfies Saved),
      );
    } catch {
      // Without storage a closed tab begins anew; its events are sent all the same.
    }
  }
}
