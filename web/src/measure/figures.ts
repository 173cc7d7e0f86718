import type {
  Estimate,
  Figure,
  FigureName,
  FigureUnit,
  Grade,
  HistoryPoint,
  Measured,
  NormInfo,
  ProtocolInfo,
  ProtocolKind,
  Side,
  TestedPoint,
} from '../lib/api';
import { formatEstimate, halfInterval } from '../lib/words';

/** How a unit stands behind a number. */
export const unitSigns: Record<FigureUnit, string> = {
  degrees: '°',
  centimetres: ' cm',
  seconds: ' s',
  count: '',
  steradians: ' sr',
  one: '',
};

export const figureWords: Record<FigureName, string> = {
  distance: 'distance',
  time: 'time',
  count: 'count',
  reach_cone_area: 'reach',
  roundness: 'roundness',
  repeatability: 'repeatability',
  speed_evenness: 'evenness',
  dead_octants: 'parts that catch',
  compensation: 'compensation',
};

/** What a grade is called before a person. */
export const gradeWords: Record<Grade, string> = {
  measured: 'Measured',
  trend: 'Trend',
  not_observable: 'Not observable',
};

const roundTo = (value: number, decimals: number) => Math.round(value * 10 ** decimals) / 10 ** decimals;

/** "−8", "11.5", with at most one decimal unless more are asked for. */
export function formatNumber(value: number, decimals = 1): string {
  return roundTo(value, decimals).toString().replace('-', '−');
}

/** A spread as fine as its size tells: below one unit in tenths, below three in halves. */
function roundSpread(half: number): number {
  if (half < 1) return Math.max(0.1, roundTo(half, 1));
  return half < 3 ? Math.round(half * 2) / 2 : Math.round(half);
}

/** "11.5 cm ± 1.5", "7 s ± 6": with the 95 % interval, and no finer than that is. */
export function formatFigure(figure: Pick<Figure, 'unit' | 'value' | 'standard_error'>): string {
  const half = halfInterval * figure.standard_error;
  // Shares of one are read to the hundredth.
  if (figure.unit === 'one')
    return `${formatNumber(figure.value, 2)} ± ${formatNumber(Math.max(0.01, half), 2)}`;
  const value = formatNumber(figure.value, half < 3 ? 1 : 0);
  return `${value}${unitSigns[figure.unit]} ± ${formatNumber(roundSpread(half))}`;
}

const day_ms = 24 * 3600 * 1000;

/** "today", "yesterday", "3 days ago", "4 weeks ago". */
export function formatAgo(iso: string, now = new Date()): string {
  const startOf = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  const days = Math.max(0, Math.round((startOf(now) - startOf(new Date(iso))) / day_ms));
  if (days === 0) return 'today';
  if (days === 1) return 'yesterday';
  if (days < 21) return `${String(days)} days ago`;
  if (days < 75) return `${String(Math.round(days / 7))} weeks ago`;
  return `${String(Math.round(days / 30.4))} months ago`;
}

/** One earlier trial of a test, whichever kind, ready to be read. */
export interface Past {
  entry: string;
  at: string;
  side: Side;
  words: string;
  verdict: string;
  method: string;
}

const findEstimate = (measured: Measured): [string, Estimate] | null => {
  if (measured.usable) return ['usable', measured.usable];
  if (measured.reached) return ['reached', measured.reached];
  return measured.available ? ['available', measured.available] : null;
};

const fromMeasured = (point: HistoryPoint): Past => {
  const found = findEstimate(point.measured);
  return {
    entry: point.entry,
    at: point.at,
    side: point.measured.side,
    words: found ? `${found[0]} ${formatEstimate(found[1])}` : 'nothing that could be measured',
    verdict: point.verdict_words,
    method: point.measured.method,
  };
};

const fromTested = (point: TestedPoint): Past => {
  const [first] = point.tested.figures;
  return {
    entry: point.entry,
    at: point.at,
    side: point.tested.side,
    words: first ? formatFigure(first) : 'nothing that could be measured',
    verdict: point.verdict_words,
    method: point.tested.method,
  };
};

/** Everything a test has shown, latest first. */
export function listPast(protocol: Pick<ProtocolInfo, 'measured' | 'tested'>): Past[] {
  return [...protocol.measured.map(fromMeasured), ...protocol.tested.map(fromTested)].sort((a, b) =>
    b.at.localeCompare(a.at),
  );
}

/** The latest of each side, in the order of the test's sides. */
export function listLatest(protocol: ProtocolInfo): Past[] {
  const past = listPast(protocol);
  return protocol.sides.flatMap((side) => past.find((each) => each.side === side) ?? []);
}

/** How the figure was taken, as norms name it: `camera`, or the tool in a set-up such as `hand.phone`. */
export function findTakenWith(method: string, setUp: string): string {
  return method === 'hand' ? setUp.replace(/^hand\./, '') : 'camera';
}

/** Norms that a figure taken in this way may stand beside. */
export function findNorms(protocol: Pick<ProtocolInfo, 'norms'>, takenWith: string): NormInfo[] {
  return protocol.norms.filter((norm) => norm.taken_with.includes(takenWith));
}

/** The band that they cover together; nothing without norms. */
export function findBand(norms: NormInfo[]): { from_deg: number; to_deg: number } | null {
  if (norms.length === 0) return null;
  return {
    from_deg: Math.min(...norms.map((norm) => norm.low)),
    to_deg: Math.max(...norms.map((norm) => norm.high)),
  };
}

const positionWords: Record<string, string> = {
  standing: 'standing',
  seated: 'seated',
  supine: 'lying on the back',
  prone: 'lying on the front',
  long_sitting: 'sitting on the floor',
};

/** "lying on the back". */
export function describePosition(position: string): string {
  return positionWords[position] ?? position;
}

/**
 * "Half lie between 160° and 170° (men, n = 548), 164.8° and 175° (women, n = 74). Military cadets around 19; active,
 * lying on the back, goniometer."
 */
export function describeNorms(norms: NormInfo[], unit: FigureUnit): string {
  const [first] = norms;
  if (!first) return '';
  const sign = unitSigns[unit];
  const isOneAge = norms.every((norm) => norm.age_from === first.age_from && norm.age_to === first.age_to);
  const parts = norms.map((norm) => {
    const ages = isOneAge ? '' : ` of ${String(norm.age_from)} to ${String(norm.age_to)}`;
    const who = `${norm.sex ?? 'people'}${ages}, n = ${norm.n.toLocaleString('en-GB')}`;
    return `${formatNumber(norm.low)}${sign} and ${formatNumber(norm.high)}${sign} (${who})`;
  });
  return `Half lie between ${parts.join(', ')}. ${first.population}; active, ${describePosition(first.position)}, ${first.method}.`;
}

/** Norms that share a table stand together. */
export function groupNorms(norms: NormInfo[]): NormInfo[][] {
  const groups = new Map<string, NormInfo[]>();
  for (const norm of norms) {
    const table = [norm.source, norm.population, norm.method, norm.position].join('|');
    groups.set(table, [...(groups.get(table) ?? []), norm]);
  }
  return [...groups.values()];
}

/** The regions in the order of the body, from the neck down. */
export const regionOrder = [
  'neck',
  'shoulders',
  'upper_back',
  'lower_back',
  'hips',
  'knees',
  'ankles',
  'wrists',
] as const;

const kindOrder: ProtocolKind[] = ['range', 'distance', 'count', 'time', 'circle'];

/** Ranges first, those that a camera measures before those that only show a trend, then the other tests. */
export function sortTests(protocols: ProtocolInfo[]): ProtocolInfo[] {
  const rank = (protocol: ProtocolInfo) =>
    10 * kindOrder.indexOf(protocol.kind) +
    (protocol.expected_grade === 'measured' ? 0 : 1) +
    (protocol.apart ? 2 : 0);
  return [...protocols].sort((a, b) => rank(a) - rank(b));
}

/** What the list is narrowed to. */
export type TestFilter = 'camera' | 'hand' | 'seated';

/** Tests that pass every filter that is set; camera and by hand together let both through. */
export function filterTests(protocols: ProtocolInfo[], filters: TestFilter[]): ProtocolInfo[] {
  const wants = (filter: TestFilter) => filters.includes(filter);
  const wantsWay = wants('camera') !== wants('hand');
  return protocols.filter(
    (protocol) =>
      (!wants('seated') || protocol.position === 'seated') &&
      (!wantsWay || protocol.camera === wants('camera')),
  );
}
