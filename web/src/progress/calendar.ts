import type { DayMoved } from '../lib/api';

/** A square of the calendar. */
export interface CalendarDay extends DayMoved {
  /** 0 nothing, 1 under two minutes, 2 under six, 3 more: how dark the square is. */
  level: 0 | 1 | 2 | 3;
  words: string;
}

const levelFrom_min = [2, 6] as const;

export function findLevel(minutes: number): CalendarDay['level'] {
  if (minutes <= 0) return 0;
  if (minutes < levelFrom_min[0]) return 1;
  return minutes < levelFrom_min[1] ? 2 : 3;
}

/** "Sunday 22 November: 4 minutes, 3 breaks". The day is a date without a time, in the person's own zone. */
export function describeDay(day: DayMoved): string {
  const [year = 0, month = 1, date = 1] = day.day.split('-').map(Number);
  const noon = new Date(year, month - 1, date, 12);
  const part = (options: Intl.DateTimeFormatOptions) => noon.toLocaleDateString('en-GB', options);
  // Put together here: whether a comma stands between them differs from one browser's tables to the next.
  const name = [part({ weekday: 'long' }), part({ day: 'numeric' }), part({ month: 'long' })].join(' ');
  const minutes = Math.round(day.minutes);
  const moved =
    day.minutes <= 0
      ? 'no moves'
      : minutes < 1
        ? 'under a minute'
        : `${minutes} minute${minutes === 1 ? '' : 's'}`;
  const breaks =
    day.breaks_taken > 0 ? `, ${day.breaks_taken} break${day.breaks_taken === 1 ? '' : 's'}` : '';
  return `${name}: ${moved}${breaks}`;
}

export function makeCalendar(days: DayMoved[]): CalendarDay[] {
  return [...days]
    .sort((a, b) => a.day.localeCompare(b.day))
    .map((day) => ({ ...day, level: findLevel(day.minutes), words: describeDay(day) }));
}
