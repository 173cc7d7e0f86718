import type { ProtocolInfo } from '../lib/api';

/*
  How to stand, sit or lie for a test, as a small lay figure of turned parts on a sheet of 120 × 170. Angles open
  from straight down, towards the right of the sheet.
*/

export interface Limb {
  path: string;
  kind: 'arm' | 'leg' | 'foot';
  moving: boolean;
}

export interface Stance {
  limbs: Limb[];
  /** The trunk, seen from the front or the side, turned about its foot. */
  trunk: { side: boolean; x: number; y: number; turned: number; moving: boolean };
  head: { x: number; y: number; moving: boolean };
  /** The dotted way of what moves. */
  way: string;
  /** Seat, wall, floor. */
  props: string[];
  words: string;
}

type Test = Pick<ProtocolInfo, 'id' | 'view' | 'position' | 'joint_motion' | 'joint' | 'kind'>;

interface Point {
  x: number;
  y: number;
}

const round = (value: number) => Math.round(value * 10) / 10;
const swing = (from: Point, angle_deg: number, length: number): Point => {
  const angle = (angle_deg * Math.PI) / 180;
  return { x: round(from.x + Math.sin(angle) * length), y: round(from.y + Math.cos(angle) * length) };
};
const line = (...points: Point[]) => points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join(' ');
const makeWay = (centre: Point, from_deg: number, to_deg: number, radius: number) => {
  const a = swing(centre, from_deg, radius);
  const b = swing(centre, to_deg, radius);
  return `M${a.x} ${a.y}A${radius} ${radius} 0 0 ${to_deg > from_deg ? 0 : 1} ${b.x} ${b.y}`;
};
const makeCircle = ({ x, y }: Point, rx: number, ry: number) =>
  `M${x - rx} ${y}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0`;

const floor = 'M14 160 L106 160';
const seatFront = 'M38 108 L82 108 M42 108 L42 160 M78 108 L78 160';
const seatSide = 'M36 108 L74 108 M40 108 L40 160 M70 108 L70 160 M36 108 L34 74';

const arm = (path: string, moving = false): Limb => ({ path, kind: 'arm', moving });
const leg = (path: string, moving = false): Limb => ({ path, kind: 'leg', moving });
const foot = (path: string): Limb => ({ path, kind: 'foot', moving: false });

/** What a test moves, by its name or its joint. */
function findPart(test: Test): string {
  const known: Record<string, string> = {
    overhead_squat: 'squat',
    chair_stand: 'rise',
    one_leg_stance: 'stance',
    back_scratch: 'scratch',
    wall_reach: 'wall',
    chair_sit_and_reach: 'reach',
    straight_leg_raise: 'straight',
    'ankle.knee_to_wall': 'lunge',
  };
  const found = known[test.id];
  if (found) return found;
  const [joint = '', motion = ''] = (test.joint_motion || `${test.joint}.circle`).split('.');
  if (joint === 'neck') return `head.${motion}`;
  if (joint === 'thorax' || joint === 'lumbar') return `trunk.${motion}`;
  if (motion.endsWith('rotation')) return joint === 'hip' ? 'shin' : 'forearm';
  if (joint === 'knee') return 'heel';
  if (joint === 'hip') return `leg.${motion}`;
  return `arm.${motion}`;
}

/** From the front, standing or seated. */
function makeFront(part: string, seated: boolean, motion: string): Stance {
  const shoulders = { left: { x: 45, y: 46 }, right: { x: 75, y: 46 } };
  const stance: Stance = {
    limbs: [],
    trunk: { side: false, x: 60, y: 96, turned: 0, moving: false },
    head: { x: 60, y: 23, moving: false },
    way: '',
    props: [floor],
    words: `A figure seen from ${part === 'scratch' ? 'behind' : 'the front'}, ${seated ? 'seated' : 'standing'}`,
  };
  const { limbs } = stance;
  if (seated) {
    stance.props.push(seatFront);
    const swung = part === 'shin' ? (motion.includes('internal') ? 32 : -32) : 0;
    const knee = { x: 73, y: 116 };
    limbs.push(leg(line({ x: 53, y: 98 }, { x: 47, y: 116 }, { x: 47, y: 148 })), foot('M46 154 L42 155'));
    limbs.push(leg(line({ x: 67, y: 98 }, knee)));
    limbs.push(leg(line(knee, swing(knee, swung, 32)), part === 'shin'));
    if (part === 'shin') stance.way = makeWay(knee, 0, swung, 40);
    else limbs.push(foot('M74 154 L78 155'));
  } else {
    limbs.push(leg('M53 94 L51 124 M51 130 L50 152'), foot('M49 156 L45 157'));
    if (part === 'leg.abduction') {
      const hip = { x: 67, y: 94 };
      limbs.push(leg(line(hip, swing(hip, 34, 58)), true));
      stance.way = makeWay(hip, 6, 34, 66);
    } else if (part === 'leg.circle') {
      limbs.push(leg('M67 94 L83 116 L76 142', true));
      stance.way = makeCircle({ x: 86, y: 114 }, 17, 11);
    } else if (part === 'stance') {
      limbs.push(leg('M67 94 L71 122 L62 143', true));
    } else {
      limbs.push(leg('M67 94 L69 124 M69 130 L70 152'), foot('M71 156 L75 157'));
    }
  }
  if (part === 'arm.abduction') {
    for (const [from, sign] of [
      [shoulders.right, 1],
      [shoulders.left, -1],
    ] as const)
      limbs.push(arm(line(from, swing(from, sign * 118, 46)), true));
    stance.way = makeWay(shoulders.right, 12, 112, 33);
  } else if (part === 'arm.circle') {
    limbs.push(arm(line(shoulders.right, { x: 103, y: 22 }), true), arm('M45 46 L40 70 L46 90'));
    stance.way = makeCircle({ x: 90, y: 46 }, 17, 36);
  } else if (part === 'forearm') {
    const out = motion.includes('external');
    const elbow = { x: 79, y: 74 };
    limbs.push(arm('M45 46 L41 74 L44 92'), arm(line(shoulders.right, elbow)));
    limbs.push(arm(line(elbow, out ? { x: 104, y: 70 } : { x: 58, y: 76 }), true));
    stance.way = out ? 'M82 86A22 12 0 0 0 102 78' : 'M78 86A22 10 0 0 1 60 86';
  } else if (part === 'scratch') {
    limbs.push(arm('M75 46 L86 24 L64 50', true), arm('M45 46 L36 74 L56 72', true));
  } else if (part === 'wall') {
    limbs.push(arm('M75 46 L84 6', true), arm('M45 46 L36 6', true));
  } else if (part === 'stance' || part.startsWith('trunk')) {
    limbs.push(arm('M75 46 L80 64 L52 58'), arm('M45 46 L40 64 L68 58'));
  } else {
    limbs.push(arm('M75 46 L80 70 L77 92'), arm('M45 46 L40 70 L43 92'));
  }
  if (part === 'trunk.side_bend') {
    stance.trunk = { ...stance.trunk, turned: 22, moving: true };
    stance.way = 'M64 6A92 92 0 0 1 98 16';
  } else if (part === 'trunk.rotation') {
    stance.trunk.moving = true;
    stance.way = 'M38 56A24 8 0 0 0 82 56';
  } else if (part === 'head.side_bend') {
    stance.head = { x: 69, y: 25, moving: true };
    stance.way = 'M60 6A36 36 0 0 1 82 12';
  } else if (part === 'head.rotation') {
    stance.head.moving = true;
    stance.way = 'M44 26A17 6 0 0 0 76 26';
  } else if (part === 'head.circle') {
    stance.head.moving = true;
    stance.way = 'M40 22A21 16 0 0 0 80 22';
  }
  return stance;
}

/** From the side, facing right. */
function makeSide(part: string, position: string, motion: string): Stance {
  const seated = position === 'seated';
  const hip = seated ? { x: 50, y: 98 } : { x: 60, y: 94 };
  const shoulder = { x: hip.x, y: hip.y - 48 };
  const stance: Stance = {
    limbs: [],
    trunk: { side: true, x: hip.x, y: hip.y + 2, turned: 0, moving: false },
    head: { x: hip.x + 2, y: hip.y - 70, moving: false },
    way: '',
    props: [floor],
    words: `A figure seen from the side, ${seated ? 'seated' : 'standing'}`,
  };
  const { limbs } = stance;
  const restingArm = () =>
    arm(line(shoulder, { x: shoulder.x - 2, y: shoulder.y + 20 }, { x: hip.x + 2, y: hip.y - 6 }));
  const standingLeg = () => limbs.push(leg('M60 94 L60 124 M60 130 L60 152'), foot('M60 156 L69 156'));
  if (seated) {
    stance.props.push(seatSide);
    if (part === 'reach') {
      limbs.push(leg('M50 98 L80 102 L104 148', false), arm('M72 66 L98 118', true));
      stance.trunk = { ...stance.trunk, turned: 38, moving: true };
      stance.head = { x: 94, y: 48, moving: false };
      stance.way = 'M78 40A60 60 0 0 1 110 76';
      return stance;
    }
    limbs.push(leg('M50 98 L82 103 L82 150'), foot('M82 155 L91 155'));
    limbs.push(
      arm(line(shoulder, { x: shoulder.x + 2, y: shoulder.y + 22 }, { x: hip.x + 18, y: hip.y - 10 })),
    );
    if (part === 'rise') {
      stance.trunk.moving = true;
      stance.way = 'M92 92 L92 40';
    } else if (part.startsWith('head')) {
      const forward = motion.includes('flexion');
      stance.head = {
        x: stance.head.x + (forward ? 10 : -9),
        y: stance.head.y + (forward ? 5 : 3),
        moving: true,
      };
      stance.way = forward ? 'M60 8A30 30 0 0 1 82 28' : 'M44 10A30 30 0 0 0 26 28';
    }
    return stance;
  }
  if (part === 'squat') {
    limbs.push(leg('M44 118 L82 114 L66 152', true), foot('M66 156 L78 156'), arm('M60 70 L76 30'));
    stance.trunk = { ...stance.trunk, x: 44, y: 120, turned: 20 };
    stance.head = { x: 70, y: 54, moving: false };
    stance.way = 'M26 92 L26 122';
    return stance;
  }
  if (part === 'lunge') {
    stance.props.push('M106 60 L106 160');
    limbs.push(
      leg('M54 94 L44 124 L30 152'),
      leg('M56 94 L100 116 L88 152', true),
      foot('M88 156 L100 156'),
      foot('M29 156 L38 156'),
    );
    limbs.push(arm('M58 48 L84 56 L103 52'));
    stance.trunk = { ...stance.trunk, x: 56, y: 96, turned: 4 };
    stance.head = { x: 62, y: 24, moving: false };
    return stance;
  }
  if (part === 'wall') {
    stance.props.push('M44 10 L44 160');
    standingLeg();
    limbs.push(arm(line(shoulder, { x: 52, y: 4 }), true));
    stance.way = makeWay(shoulder, 60, 160, 40);
    return stance;
  }
  if (part === 'heel') {
    const knee = { x: 62, y: 126 };
    standingLeg();
    limbs.push(leg(line({ x: 60, y: 94 }, knee, swing(knee, -112, 28)), true), restingArm());
    stance.way = makeWay(knee, -10, -104, 34);
    return stance;
  }
  if (part.startsWith('leg')) {
    const back = motion.includes('extension');
    const angle = back ? -24 : 78;
    const knee = swing(hip, angle, 32);
    const ankle = back ? swing(hip, angle, 60) : { x: knee.x, y: knee.y + 30 };
    standingLeg();
    limbs.push(leg(line(hip, knee, ankle), true), restingArm());
    stance.way = makeWay(hip, back ? -2 : 10, angle, back ? 66 : 42);
    return stance;
  }
  standingLeg();
  if (part === 'forearm') {
    const up = motion.includes('external');
    const elbow = { x: 63, y: 47 };
    limbs.push(arm(line({ x: 60, y: 47 }, elbow)), arm(line(elbow, swing(elbow, up ? 172 : 24, 30)), true));
    stance.way = makeWay(elbow, 90, up ? 160 : 34, 34);
    return stance;
  }
  const angle = motion.includes('extension') ? -48 : 132;
  limbs.push(arm(line(shoulder, swing(shoulder, angle, 46)), true));
  stance.way = makeWay(shoulder, angle < 0 ? -6 : 12, angle < 0 ? angle : angle - 4, 34);
  return stance;
}

/** Lying on the back, feet to the right. */
function makeLying(): Stance {
  const hip = { x: 66, y: 140 };
  return {
    limbs: [
      leg('M66 142 L90 144 L110 146'),
      leg(line(hip, swing(hip, 140, 54)), true),
      arm('M34 140 L46 146 L58 147'),
    ],
    trunk: { side: true, x: 68, y: 140, turned: -90, moving: false },
    head: { x: 10, y: 138, moving: false },
    way: makeWay(hip, 96, 134, 44),
    props: ['M2 152 L118 152'],
    words: 'A figure lying on the back, seen from the side',
  };
}

/** The picture of a test: how the person is, and what moves. */
export function makeStance(test: Test): Stance {
  const part = findPart(test);
  const motion = test.joint_motion.split('.')[1] ?? '';
  if (test.position === 'supine') return makeLying();
  const fromSide = test.view === 'side' || ['lunge', 'wall', 'reach'].includes(part);
  return fromSide
    ? makeSide(part, test.position, motion)
    : makeFront(part, test.position === 'seated', motion);
}
