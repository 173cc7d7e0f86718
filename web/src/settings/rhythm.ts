import type { Rhythm } from '../lib/api';

/** Monday is 1. */
export const weekdays = [
  ['Mon', 'Monday'],
  ['Tue', 'Tuesday'],
  ['Wed', 'Wednesday'],
  ['Thu', 'Thursday'],
  ['Fri', 'Friday'],
  ['Sat', 'Saturday'],
  ['Sun', 'Sunday'],
].map(([label, name], index) => ({ value: index + 1, label: label ?? '', name: name ?? '' }));

/** The hours that a day gets which had none so far and finds no other to follow. */
const usual = { from_min: 9 * 60, until_min: 17 * 60 };

/** Whether every work day has the same hours. */
export function areHoursAlike(rhythm: Rhythm): boolean {
  const [first] = rhythm.work;
  return rhythm.work.every((day) => day.from_min === first?.from_min && day.until_min === first.until_min);
}

/** Makes a free day a work day with the first one's hours, and a work day free. */
export function toggleDay(rhythm: Rhythm, weekday: number): Rhythm {
  const rest = rhythm.work.filter((day) => day.weekday !== weekday);
  if (rest.length < rhythm.work.length) return { ...rhythm, work: rest };
  const { from_min, until_min } = rhythm.work[0] ?? usual;
  const work = [...rest, { weekday, from_min, until_min }].sort((a, b) => a.weekday - b.weekday);
  return { ...rhythm, work };
}

/** The same hours on every work day; hours without length change nothing. */
export function changeHours(rhythm: Rhythm, from_min: number, until_min: number): Rhythm {
  if (from_min === until_min) return rhythm;
  return { ...rhythm, work: rhythm.work.map((day) => ({ ...day, from_min, until_min })) };
}

/** Other hours on one work day. */
export function changeDay(rhythm: Rhythm, weekday: number, from_min: number, until_min: number): Rhythm {
  if (from_min === until_min) return rhythm;
  const work = rhythm.work.map((day) => (day.weekday === weekday ? { ...day, from_min, until_min } : day));
  return { ...rhythm, work };
}
