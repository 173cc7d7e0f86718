import type { BodyJoint, Estimate, HistoryPoint, Side } from '../lib/api';

/** The figure that stands for a measurement: usable where there is one, otherwise reached, otherwise available. */
export function findFigure(
  point: HistoryPoint,
): { kind: 'usable' | 'reached' | 'available'; estimate: Estimate } | null {
  const { usable, reached, available } = point.measured;
  if (usable) return { kind: 'usable', estimate: usable };
  if (reached) return { kind: 'reached', estimate: reached };
  return available ? { kind: 'available', estimate: available } : null;
}

/** "22 November", with the year where it is another than now. */
export function formatDay(iso: string, now = new Date()): string {
  const date = new Date(iso);
  const year = date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' as const };
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', ...year });
}

/** "22 Nov", with the year where it is another than now. */
export function formatShortDay(iso: string, now = new Date()): string {
  const date = new Date(iso);
  const year = date.getFullYear() === now.getFullYear() ? {} : { year: '2-digit' as const };
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', ...year });
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

/** The same joint motion on the other side; nothing where it has none. */
export function findOtherSide(joint: BodyJoint, joints: BodyJoint[]): BodyJoint | undefined {
  return joints.find((each) => each.joint_motion === joint.joint_motion && each.side !== joint.side);
}

/** A joint motion's histories for the chart, left before right. */
export function listSides(joint: BodyJoint, other?: BodyJoint): { side: Side; history: HistoryPoint[] }[] {
  const both = other ? [joint, other] : [joint];
  return both.sort((a, b) => a.side.localeCompare(b.side)).map(({ side, history }) => ({ side, history }));
}

/** All measurements of some sides, latest first; one of both sides together stands once. */
export function listNewest(sides: { history: HistoryPoint[] }[]): HistoryPoint[] {
  const points = new Map(sides.flatMap(({ history }) => history.map((point) => [point.entry, point])));
  return [...points.values()].sort((a, b) => b.at.localeCompare(a.at));
}
