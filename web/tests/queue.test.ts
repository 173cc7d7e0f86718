import { beforeEach, describe, expect, it } from 'vitest';

import type { NewEvent, Tested } from '../src/lib/api';
import { EventQueue, makeBody } from '../src/lib/queue';

const morning = { morning_answered: { feeling: 'fine', pain: 0 } } as const;

class Shelf {
  values = new Map<string, string>();
  full = false;
  getItem(key: string) {
    return this.values.get(key) ?? null;
  }
  setItem(key: string, value: string) {
    if (this.full) throw new Error('QuotaExceededError');
    this.values.set(key, value);
  }
}

let shelf: Shelf;
let posted: NewEvent[][];
let answer: (events: NewEvent[]) => Promise<void>;
let next = 0;

const makeQueue = () =>
  new EventQueue({
    storage: shelf,
    post: (events) => {
      posted.push(events);
      return answer(events);
    },
    makeId: () => `id-${++next}`,
    now: () => new Date('2026-03-02T08:00:00Z'),
  });

beforeEach(() => {
  shelf = new Shelf();
  posted = [];
  next = 0;
  answer = () => Promise.resolve();
});

describe('the event queue', () => {
  it('sets exactly one member of a body', () => {
    const set = Object.values(makeBody(morning)).filter((value) => value !== null);
    expect(set).toEqual([morning.morning_answered]);
    const tested = { protocol: 'chair_stand' } as Tested;
    expect(Object.entries(makeBody({ tested })).filter(([, value]) => value !== null)).toEqual([
      ['tested', tested],
    ]);
  });

  it('keeps an event over a closed tab and sends it again under the same id', async () => {
    answer = () => Promise.reject(Object.assign(new Error('gone'), { status: 0 }));
    const first = makeQueue();
    const event = first.add(morning);
    await expect(first.flush()).rejects.toThrow();

    answer = () => Promise.resolve();
    const second = makeQueue();
    expect(await second.flush()).toBe(true);
    expect(posted.flat().map((sent) => sent.id)).toEqual([event.id, event.id]);
    expect(second.waiting()).toEqual([]);
  });

  it('keeps what was added while it was sending', async () => {
    const queue = makeQueue();
    queue.add(morning);
    answer = () => {
      if (posted.length === 1) queue.add(morning);
      return Promise.resolve();
    };
    expect(await queue.flush()).toBe(false);
    expect(queue.waiting().map((event) => event.id)).toEqual(['id-2']);
  });

  it('sets a faulty event aside and sends the others', async () => {
    answer = (events) =>
      events.some((event) => event.id === 'id-2')
        ? Promise.reject(Object.assign(new Error('faulty'), { status: 400 }))
        : Promise.resolve();
    const queue = makeQueue();
    [1, 2, 3].forEach(() => queue.add(morning));
    expect(await queue.flush()).toBe(true);
    expect(queue.refused().map((event) => event.id)).toEqual(['id-2']);
    expect(posted.slice(1).map((events) => events.map((event) => event.id))).toEqual([
      ['id-1'],
      ['id-2'],
      ['id-3'],
    ]);
  });

  it('holds events in memory when storage is full', async () => {
    shelf.full = true;
    const queue = makeQueue();
    queue.add(morning);
    queue.add(morning);
    expect(queue.waiting()).toHaveLength(2);
    expect(await queue.flush()).toBe(true);
    expect(queue.waiting()).toEqual([]);
  });
});
