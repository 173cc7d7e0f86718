import type { Region, WeekMoved } from '../lib/api';

/** A week's bar: its regions from the longest to the shortest. */
export interface WeekBar {
  /** "2 Nov", its first day. */
  label: string;
  minutes: number;
  parts: { region: Region; minutes: number }[];
}

/** The day is a date without a time, in the person's own zone. */
function labelOf(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const name = new Date(year, month - 1, date, 12).toLocaleDateString('en-GB', { month: 'short' });
  return `${date} ${name}`;
}

export function makeWeeks(weeks: WeekMoved[]): WeekBar[] {
  return weeks.map((week) => ({
    label: labelOf(week.from),
    minutes: week.regions.reduce((sum, each) => sum + each.minutes, 0),
    parts: week.regions.filter((each) => each.minutes > 0).sort((a, b) => b.minutes - a.minutes),
  }));
}

/** "3 min", "under 1 min". */
export function formatMinutes(minutes: number): string {
  return minutes < 1 ? 'under 1 min' : `${Math.round(minutes)} min`;
}
