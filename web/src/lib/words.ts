import type { Estimate, Region, Side } from './api';

/** Half of a 95 % interval, in standard errors of a normal distribution. */
export const halfInterval = 1.96;

export const regionWords: Record<Region, string> = {
  neck: 'neck',
  shoulders: 'shoulders',
  upper_back: 'upper back',
  lower_back: 'lower back',
  hips: 'hips',
  knees: 'knees',
  ankles: 'ankles',
  wrists: 'wrists',
};

export const sideWords: Record<Side, string> = { left: 'left', right: 'right', both: 'both sides' };

/** "31° ± 4°", with the 95 % interval. */
export function formatEstimate(estimate: Estimate): string {
  return `${Math.round(estimate.mean_deg)}° ± ${Math.max(1, Math.round(halfInterval * estimate.se_deg))}°`;
}

/** "45 seconds", "2 minutes", "2½ minutes". */
export function formatDuration(seconds: number): string {
  if (seconds < 90) {
    const whole = Math.max(1, Math.round(seconds));
    return `${whole} second${whole === 1 ? '' : 's'}`;
  }
  const halves = Math.round(seconds / 30);
  const whole = Math.floor(halves / 2);
  return `${whole}${halves % 2 ? '½' : ''} minutes`;
}

/** "0:09", "1:30". */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** Minutes since midnight as "9:05". */
export function formatMinuteOfDay(minutes: number): string {
  const whole = Math.round(minutes);
  return `${Math.floor(whole / 60) % 24}:${String(whole % 60).padStart(2, '0')}`;
}

/** A moment as the local "9:05". */
export function formatTime(iso: string): string {
  const date = new Date(iso);
  return formatMinuteOfDay(date.getHours() * 60 + date.getMinutes());
}

/** "desk_worker" as "desk worker". */
export function toWords(identifier: string): string {
  return identifier.replaceAll('_', ' ');
}

export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "hips and shoulders", "hips, shoulders and more": the one with the most seconds first. */
export function describeRegions(steps: { region: Region; seconds: number }[]): string {
  const seconds = new Map<Region, number>();
  for (const step of steps) seconds.set(step.region, (seconds.get(step.region) ?? 0) + step.seconds);
  const names = [...seconds].sort((a, b) => b[1] - a[1]).map(([region]) => regionWords[region]);
  if (names.length <= 2) return names.join(' and ');
  return `${names.slice(0, 2).join(', ')} and more`;
}
