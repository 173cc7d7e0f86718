import type { DayMark } from './api';

/** The clocks of page and program are the same one; an answer takes less than this. */
const tolerance = 0.5;

/** The minute of the local day, with its seconds as a fraction. */
export function minuteOfDay(time: Date): number {
  return time.getHours() * 60 + time.getMinutes() + time.getSeconds() / 60;
}

/** The marks of a day, the span that went on when they were asked for drawn up to now. */
export function growToNow(marks: DayMark[], asked_min: number, now_min: number): DayMark[] {
  return marks.map((mark) =>
    mark.to_min > mark.from_min && Math.abs(mark.to_min - asked_min) < tolerance && now_min > mark.to_min
      ? { ...mark, to_min: now_min }
      : mark,
  );
}
