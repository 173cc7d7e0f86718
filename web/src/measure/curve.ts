import type { Curve, Measured, Repetition } from '../lib/api';
import { halfInterval } from '../lib/words';

/** The columns of a chart: time, angle, and the edges of its 95 % band. */
export type CurveColumns = [number[], number[], number[], number[]];

export function makeColumns(curve: Curve): CurveColumns {
  return [
    curve.points.map((point) => point.t_s),
    curve.points.map((point) => point.angle_deg),
    curve.points.map((point) => point.angle_deg + halfInterval * point.se_deg),
    curve.points.map((point) => point.angle_deg - halfInterval * point.se_deg),
  ];
}

/** When a position was held for the hold time; null where none was, or where it was not kept which. */
export function findHeld(repetition: Repetition): { from_s: number; to_s: number } | null {
  if (repetition.usable_deg === null || repetition.hold_start_s === null) return null;
  return {
    from_s: repetition.hold_start_s,
    to_s: repetition.hold_start_s + repetition.hold_s,
  };
}

/** "Repetition 2: reached 151°, held 3 s at 146°". */
export function describeRepetition(repetition: Repetition, index: number): string {
  const reached = `Repetition ${index + 1}: reached ${Math.round(repetition.reached_deg)}°`;
  return repetition.usable_deg === null
    ? `${reached}, not held long enough to count as usable`
    : `${reached}, held ${repetition.hold_s.toFixed(1)} s at ${Math.round(repetition.usable_deg)}°`;
}

/** The chart in one sentence, for those who do not see it. */
export function describeCurve(measured: Measured): string {
  const count = measured.repetitions.length;
  const found = count === 1 ? 'One repetition was found' : `${count} repetitions were found`;
  return `Angle over time. ${found}. ${measured.repetitions.map(describeRepetition).join('. ')}`.trim();
}
