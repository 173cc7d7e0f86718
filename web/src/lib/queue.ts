import type { EventBody, NewEvent } from './api';

/** No event of any kind: a record, so that a kind of the schema that is missing here does not compile. */
const nothing: Record<keyof EventBody, null> = {
  profile_changed: null,
  safety_answered: null,
  cleared: null,
  measured: null,
  tested: null,
  recording_kept: null,
  recording_deleted: null,
  routine_started: null,
  step_done: null,
  step_skipped: null,
  routine_finished: null,
  pain_reported: null,
  morning_answered: null,
  break_happened: null,
  worked: null,
  settings_changed: null,
  withdrawn: null,
  rhythm_changed: null,
  spent: null,
  programme_chosen: null,
  goals_chosen: null,
  exercise_added: null,
  exercise_removed: null,
};

type Given = { [K in keyof EventBody]?: NonNullable<EventBody[K]> };

/** An event's body with exactly one member set. */
export function makeBody(given: Given): EventBody {
  return { ...nothing, ...given };
}

/** What the queue needs from outside. */
export interface QueueOutside {
  storage: Pick<Storage, 'getItem' | 'setItem'>;
  /** Resolves when the program has acknowledged; rejects with `status` when it has not. */
  post: (events: NewEvent[], keepalive: boolean) => Promise<unknown>;
  makeId: () => string;
  now: () => Date;
}

const waitingKey = 'endrange.events.waiting';
const refusedKey = 'endrange.events.refused';

/**
 * Events that the program has not acknowledged yet. They are written to the browser's storage before they are sent
 * and leave it only when acknowledged; an event that is sent twice carries the same id and is kept once.
 */
export class EventQueue {
  #outside: QueueOutside;
  #sending: Promise<boolean> | null = null;
  #unstored = new Map<string, string>();

  constructor(outside: QueueOutside) {
    this.#outside = outside;
  }

  /** Writes an event down, as of now or of the moment given. `flush` sends it. */
  add(given: Given, moment?: Pick<NewEvent, 'at' | 'offset_min'>): NewEvent {
    const now = this.#outside.now();
    const event: NewEvent = {
      id: this.#outside.makeId(),
      at: moment?.at ?? now.toISOString(),
      offset_min: moment?.offset_min ?? -now.getTimezoneOffset(),
      event: makeBody(given),
    };
    this.#write(waitingKey, [...this.waiting(), event]);
    return event;
  }

  waiting(): NewEvent[] {
    return this.#read(waitingKey);
  }

  /** Events that the program refused as faulty: kept here, never sent again. */
  refused(): NewEvent[] {
    return this.#read(refusedKey);
  }

  /** Sends what waits. True when nothing is left waiting. */
  async flush(keepalive = false): Promise<boolean> {
    if (keepalive) return this.#send(true);
    this.#sending ??= this.#send(false).finally(() => (this.#sending = null));
    return this.#sending;
  }

  async #send(keepalive: boolean): Promise<boolean> {
    const events = this.waiting();
    if (events.length === 0) return true;
    if (!(await this.#post(events, keepalive))) {
      // One faulty event must not hold up the others.
      for (const event of events) if (!(await this.#post([event], keepalive))) this.#refuse(event);
    }
    return this.waiting().length === 0;
  }

  /** False when the program refused the events as faulty; throws when it could not be asked. */
  async #post(events: NewEvent[], keepalive: boolean): Promise<boolean> {
    try {
      await this.#outside.post(events, keepalive);
    } catch (reason) {
      const status = (reason as { status?: number }).status ?? 0;
      if (status === 400 || status === 422) return false;
      throw reason;
    }
    this.#forget(events);
    return true;
  }

  #refuse(event: NewEvent): void {
    this.#write(refusedKey, [...this.refused(), event]);
    this.#forget([event]);
  }

  /** Reads again before it writes: another tab may have added since. */
  #forget(events: NewEvent[]): void {
    const gone = new Set(events.map((event) => event.id));
    this.#write(
      waitingKey,
      this.waiting().filter((event) => !gone.has(event.id)),
    );
  }

  #read(key: string): NewEvent[] {
    try {
      return JSON.parse(this.#unstored.get(key) ?? this.#outside.storage.getItem(key) ?? '[]') as NewEvent[];
    } catch {
      return [];
    }
  }

  #write(key: string, events: NewEvent[]): void {
    const text = JSON.stringify(events);
    try {
      this.#outside.storage.setItem(key, text);
      this.#unstored.delete(key);
    } catch {
      // Storage that is full or forbidden: memory holds until the page goes.
      this.#unstored.set(key, text);
    }
  }
}
