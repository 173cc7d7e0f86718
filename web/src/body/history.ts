import type { BodyJoint, ChangeVerdict, Estimate, HistoryPoint } from '../lib/api';
import { formatEstimate, halfInterval } from '../lib/words';

/** The figure that stands for a measurement: usable where there is one, otherwise reached, otherwise available. */
export function findFigure(
  point: HistoryPoint,
): { kind: 'usable' | 'reached' | 'available'; estimate: Estimate } | null {
  const { usable, reached, available } = point.measured;
  if (usable) return { kind: 'usable', estimate: usable };
  if (reached) return { kind: 'reached', estimate: reached };
  return available ? { kind: 'available', estimate: available } : null;
}

/** A point of the chart, in fractions of its width and height from the upper left. */
export interface ChartPoint {
  entry: string;
  x: number;
  y: number;
  low: number;
  high: number;
  kind: string;
  verdict: ChangeVerdict;
  words: string;
}

export interface Chart {
  points: ChartPoint[];
  /** Whole tens of degrees at the lower and upper edge. */
  from_deg: number;
  to_deg: number;
}

/** Lays a history out over time, oldest at the left, its error bars within the chart. */
export function makeChart(history: HistoryPoint[]): Chart | null {
  const found = history.flatMap((point) => {
    const figure = findFigure(point);
    return figure ? [{ point, ...figure, at: Date.parse(point.at) }] : [];
  });
  if (found.length === 0) return null;
  found.sort((a, b) => a.at - b.at);
  const spread = ({ estimate }: { estimate: Estimate }) => halfInterval * estimate.se_deg;
  const from_deg =
    10 * Math.floor(Math.min(...found.map((each) => each.estimate.mean_deg - spread(each))) / 10);
  const to_deg = 10 * Math.ceil(Math.max(...found.map((each) => each.estimate.mean_deg + spread(each))) / 10);
  const first = found[0]?.at ?? 0;
  const span = (found.at(-1)?.at ?? first) - first;
  const toY = (angle: number) => (to_deg - angle) / (to_deg - from_deg);
  return {
    from_deg,
    to_deg,
    points: found.map((each) => ({
      entry: each.point.entry,
      x: span === 0 ? 0.5 : (each.at - first) / span,
      y: toY(each.estimate.mean_deg),
      low: toY(each.estimate.mean_deg - spread(each)),
      high: toY(each.estimate.mean_deg + spread(each)),
      kind: each.kind,
      verdict: each.point.verdict,
      words: `${formatDay(each.point.at)}: ${each.kind} ${formatEstimate(each.estimate)}`,
    })),
  };
}

/** "22 November". */
export function formatDay(iso: string): string {
  return new Date(iso).toLocaleDateString('en-GB', { day: 'numeric', month: 'long' });
}

/** True when something of a joint motion is known. */
export function isMeasured(joint: BodyJoint): boolean {
  return joint.usable !== null || joint.reached !== null || joint.available !== null;
}

/** The joint motions that stand at one place of the figure. */
export interface Place {
  id: string;
  words: string;
  joints: BodyJoint[];
}

const jointOrder = [
  'neck',
  'shoulder',
  'scapula',
  'thorax',
  'elbow',
  'forearm',
  'wrist',
  'lumbar',
  'hip',
  'knee',
  'ankle',
  'toes',
];

const jointWords: Record<string, string> = {
  neck: 'neck',
  shoulder: 'shoulder',
  scapula: 'shoulder blade',
  thorax: 'upper back',
  elbow: 'elbow',
  forearm: 'forearm',
  wrist: 'wrist',
  lumbar: 'lower back',
  hip: 'hip',
  knee: 'knee',
  ankle: 'ankle',
  toes: 'toes',
};

/** Places of the figure that share a point with another joint. */
const sharedPlace: Record<string, string> = { scapula: 'shoulder', forearm: 'elbow', toes: 'ankle' };

/** A joint motion's place: sided joints by side, the trunk and neck once. */
export function findPlaceId(joint: Pick<BodyJoint, 'joint_motion' | 'side'>): string {
  const name = joint.joint_motion.split('.')[0] ?? '';
  const place = sharedPlace[name] ?? name;
  return ['neck', 'thorax', 'lumbar'].includes(place) ? place : `${place}.${joint.side}`;
}

/** The places of the figure, from the neck down. */
export function listPlaces(joints: BodyJoint[]): Place[] {
  const places = new Map<string, Place>();
  for (const joint of joints) {
    const id = findPlaceId(joint);
    const [name = '', side = ''] = id.split('.');
    const place = places.get(id) ?? {
      id,
      words: `${side ? `${side} ` : ''}${jointWords[name] ?? name}`,
      joints: [],
    };
    place.joints.push(joint);
    places.set(id, place);
  }
  const rank = (place: Place) => jointOrder.indexOf(place.id.split('.')[0] ?? '');
  return [...places.values()].sort((a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id));
}

/** The joint motion that a place shows on the figure: the one measured last, otherwise the widest. */
export function findShown(place: Place): BodyJoint | undefined {
  const measured = place.joints.filter(isMeasured);
  return (
    measured.sort((a, b) => (b.last_fed ?? '').localeCompare(a.last_fed ?? ''))[0] ??
    [...place.joints].sort((a, b) => b.human_deg - a.human_deg)[0]
  );
}

/** "Shoulder, out to the side, left". */
export function nameWithSide(joint: Pick<BodyJoint, 'name' | 'side'>): string {
  return joint.side === 'both' ? joint.name : `${joint.name}, ${joint.side}`;
}
