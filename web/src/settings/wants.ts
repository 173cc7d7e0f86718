import type { ProgrammeInfo } from '../lib/api';

/** "5 minutes on 3 days a week, for 14 days." */
export function describeRhythm(programme: ProgrammeInfo): string {
  const { minutes, days_a_week: days, ends_after_days: ends } = programme;
  const length = `${minutes} minutes`;
  if (ends === 1) return `${length}, for the day you choose it.`;
  return `${length} on ${days} days a week${ends === null ? '' : `, for ${ends} days`}.`;
}
