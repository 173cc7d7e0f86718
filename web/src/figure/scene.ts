import {
  Box3,
  BoxGeometry,
  BufferAttribute,
  BufferGeometry,
  CanvasTexture,
  CircleGeometry,
  Color,
  DirectionalLight,
  DoubleSide,
  Group,
  HemisphereLight,
  LatheGeometry,
  Mesh,
  MeshBasicMaterial,
  MeshStandardMaterial,
  NeutralToneMapping,
  VSMShadowMap,
  PerspectiveCamera,
  PlaneGeometry,
  Scene,
  ShadowMaterial,
  SphereGeometry,
  SplineCurve,
  Sprite,
  SpriteMaterial,
  Texture,
  Vector2,
  Vector3,
  WebGLRenderer,
} from 'three';
import { RoundedBoxGeometry } from 'three/addons/geometries/RoundedBoxGeometry.js';

import type { ArcTrack, FigureMotion, Region, Shape } from '../lib/api';
import { makeArcPoints, readArcFrame, type ArcFrame } from './arc';
import { computeExtent, isHeld, isTall } from './extent';
import { computeAngle, computePoses, computeShapeRadius } from './pose';
import { makeWood } from './wood';

/** Colours as the page's theme has them now. */
export interface FigureColours {
  accentOf: (region: Region) => string;
  track: string;
  isDark: boolean;
}

const fieldOfView_deg = 26;
/** Air around the figure, as a share of the picture. */
const margin = 1.08;
/** The arc stands just beyond the limb that it measures. */
const largestArc_m = 0.36;
const arcPerLimb = 1.1;
const arcWidth_m = 0.034;
/** A dial that turns with the viewer, where the motion has no one plane. */
const facingArc_m = 0.17;

interface Glow {
  working: MeshStandardMaterial;
  halo: SpriteMaterial;
}

interface DrawnArc {
  track: ArcTrack;
  group: Group;
  fill: BufferGeometry;
  /** Turns with the viewer. */
  faces: boolean;
}

/** Zero down, angles opening to the right: the dial as it is on paper. */
const facing: ArcFrame = { axis: [0, 0, 1], zero: [0, -1, 0] };

/** The lay figure: a WebGL scene that is drawn when it is told to, never by itself. */
export class FigureScene {
  #renderer: WebGLRenderer;
  #scene = new Scene();
  #camera = new PerspectiveCamera(fieldOfView_deg, 1, 0.1, 30);
  #key = new DirectionalLight('#fff4e6', 2.2);
  #sky = new HemisphereLight('#ffffff', '#cbb8a4', 1.9);
  #rim = new DirectionalLight('#dfe9ff', 0.9);
  #ground: Mesh<CircleGeometry, MeshBasicMaterial>;
  #shadow: Mesh<PlaneGeometry, ShadowMaterial>;
  #figure = new Group();
  #segments: Group[] = [];
  #arcs: DrawnArc[] = [];
  #owned: { dispose(): void }[] = [];
  #motion: FigureMotion | null = null;
  #colours: FigureColours = { accentOf: () => '#843155', track: '#85817a', isDark: false };
  #turn = 0;
  #tilt = 0;
  /** What has to be in the picture, over the whole motion. */
  #extent: Vector3[] = [];

  constructor(canvas: HTMLCanvasElement) {
    this.#renderer = new WebGLRenderer({
      canvas,
      antialias: true,
      alpha: true,
      powerPreference: 'low-power',
    });
    this.#renderer.shadowMap.enabled = true;
    this.#renderer.shadowMap.type = VSMShadowMap;
    this.#renderer.toneMapping = NeutralToneMapping;
    this.#key.castShadow = true;
    this.#key.shadow.mapSize.set(1024, 1024);
    this.#key.shadow.radius = 6;
    this.#key.shadow.blurSamples = 14;
    this.#key.shadow.bias = -0.0004;
    this.#key.shadow.normalBias = 0.015;
    this.#ground = new Mesh(
      new CircleGeometry(1, 64),
      new MeshBasicMaterial({ map: makeGlow(), transparent: true, depthWrite: false }),
    );
    this.#ground.rotation.x = -Math.PI / 2;
    this.#ground.renderOrder = -2;
    this.#shadow = new Mesh(
      new PlaneGeometry(8, 8),
      new ShadowMaterial({ opacity: 0.22, depthWrite: false }),
    );
    this.#shadow.rotation.x = -Math.PI / 2;
    this.#shadow.position.y = 0.001;
    this.#shadow.receiveShadow = true;
    this.#scene.add(
      this.#key,
      this.#key.target,
      this.#sky,
      this.#rim,
      this.#ground,
      this.#shadow,
      this.#figure,
    );
  }

  setColours(colours: FigureColours): void {
    this.#colours = colours;
    this.#ground.material.color.set(colours.isDark ? '#5a5047' : '#d8c6ae');
    this.#ground.material.opacity = colours.isDark ? 0.42 : 0.55;
    this.#shadow.material.color.set(colours.isDark ? '#000000' : '#3d2a16');
    this.#shadow.material.opacity = colours.isDark ? 0.5 : 0.26;
    this.#sky.intensity = colours.isDark ? 1.2 : 1.9;
    this.#key.intensity = colours.isDark ? 2 : 1.9;
    if (this.#motion) this.setMotion(this.#motion);
  }

  /** Builds the figure of a motion. The caller sets a time and draws. */
  setMotion(motion: FigureMotion): void {
    this.#clear();
    this.#motion = motion;
    this.#extent = computeExtent(motion).map((point) => new Vector3(...point));

    const wood = this.#own(makeWood('#e8c9a3'));
    const ball = this.#own(makeWood('#b98f68', 0.45));
    const prop = this.#own(
      new MeshStandardMaterial({ color: this.#colours.isDark ? '#5d6167' : '#c9c4bb', roughness: 0.9 }),
    );
    const wall = this.#own(
      new MeshStandardMaterial({
        color: prop.color,
        roughness: 1,
        transparent: true,
        opacity: 0.3,
        depthWrite: false,
      }),
    );
    // Straps and sticks are seen before the wood of the figure, in either theme.
    const held = this.#own(
      new MeshStandardMaterial({ color: this.#colours.isDark ? '#8b95a3' : '#56606e', roughness: 0.8 }),
    );
    const glows = new Map<Region, Glow>();
    const glowOf = (region: Region) => {
      const made = glows.get(region) ?? this.#makeGlow(region);
      glows.set(region, made);
      return made;
    };

    this.#segments = motion.segments.map(() => new Group());
    this.#figure.add(...this.#segments);
    // A working part without a visible joint, such as the neck, takes the colour itself.
    const hasJoint = new Set(motion.shapes.filter((shape) => shape.joint).map((shape) => shape.segment));
    for (const shape of motion.shapes) {
      const group = this.#segments[shape.segment];
      const segment = motion.segments[shape.segment];
      if (!group || !segment) continue;
      const isWorking = segment.working && !shape.prop && (shape.joint || !hasJoint.has(shape.segment));
      const glow = isWorking ? glowOf(segment.region) : null;
      const mesh = new Mesh(
        this.#own(makeGeometry(shape)),
        isHeld(motion, shape)
          ? held
          : shape.prop
            ? isTall(shape)
              ? wall
              : prop
            : glow
              ? glow.working
              : shape.joint
                ? ball
                : wood,
      );
      mesh.position.fromArray(shape.at);
      mesh.quaternion.fromArray(shape.rotation);
      mesh.castShadow = !(shape.prop && isTall(shape));
      mesh.receiveShadow = true;
      group.add(mesh);
      if (glow && shape.joint) {
        const sprite = new Sprite(glow.halo);
        sprite.position.copy(mesh.position);
        sprite.scale.setScalar(computeShapeRadius(shape) * 4.5);
        group.add(sprite);
      }
    }
    for (const arc of motion.arcs) this.#addArc(motion, arc);

    const box = new Box3().setFromPoints(this.#extent);
    const centre = box.getCenter(new Vector3());
    const size = box.getSize(new Vector3());
    this.#ground.position.set(centre.x, 0.0005, centre.z);
    this.#ground.scale.setScalar(Math.max(size.x, size.z, 0.9) * 0.5 + 0.1);
    this.#shadow.position.set(centre.x, 0.001, centre.z);
    // Key from above the left shoulder of the viewer, rim from behind: the figure stands out in either theme.
    const azimuth = (motion.view_azimuth_deg * Math.PI) / 180;
    const place = (light: DirectionalLight, angle: number, away: number, height: number) =>
      light.position.set(
        centre.x + away * Math.cos(azimuth + angle),
        height,
        centre.z + away * Math.sin(azimuth + angle),
      );
    place(this.#key, 0.7, 1.9, 4.2);
    place(this.#rim, Math.PI - 0.6, 3, 2.2);
    this.#key.target.position.copy(centre);
    const reach = Math.max(size.x, size.y, size.z) * 0.75 + 0.3;
    const camera = this.#key.shadow.camera;
    camera.left = camera.bottom = -reach;
    camera.right = camera.top = reach;
    camera.near = 0.5;
    camera.far = 8;
    camera.updateProjectionMatrix();
    this.setTime(motion.still_s);
  }

  /** Poses the figure. @param t_s  time in the motion */
  setTime(t_s: number): void {
    const motion = this.#motion;
    if (!motion) return;
    computePoses(motion, t_s).forEach((pose, index) => {
      this.#segments[index]?.position.set(...pose.position);
      this.#segments[index]?.quaternion.set(...pose.rotation);
    });
    for (const arc of this.#arcs) {
      const segment = this.#segments[arc.track.segment];
      if (segment) arc.group.position.copy(segment.position);
      const angle = computeAngle(motion, arc.track.angles_deg, t_s);
      const share = Math.min(1, Math.max(0, angle / arc.track.human_deg));
      const count = arc.fill.index?.count ?? 0;
      arc.fill.setDrawRange(0, Math.round((share * count) / 6) * 6);
    }
  }

  /** Turns the view by hand, in radians beyond where the exercise puts the camera. */
  setTurn(turn: number, tilt = 0): void {
    this.#turn = turn;
    this.#tilt = Math.min(1, Math.max(-0.15, tilt));
  }

  resize(width: number, height: number, pixelRatio: number): void {
    this.#renderer.setPixelRatio(Math.min(2, pixelRatio));
    this.#renderer.setSize(width, height, false);
    this.#camera.aspect = width / Math.max(1, height);
  }

  draw(): void {
    const motion = this.#motion;
    if (!motion) return;
    const azimuth = (motion.view_azimuth_deg * Math.PI) / 180 + this.#turn;
    const elevation = (motion.view_elevation_deg * Math.PI) / 180 + this.#tilt;
    const toEye = new Vector3(
      Math.cos(azimuth) * Math.cos(elevation),
      Math.sin(elevation),
      Math.sin(azimuth) * Math.cos(elevation),
    );
    this.#placeCamera(toEye);
    for (const arc of this.#arcs) if (arc.faces) arc.group.quaternion.copy(this.#camera.quaternion);
    this.#renderer.render(this.#scene, this.#camera);
  }

  dispose(): void {
    this.#clear();
    this.#ground.geometry.dispose();
    this.#ground.material.map?.dispose();
    this.#ground.material.dispose();
    this.#shadow.geometry.dispose();
    this.#shadow.material.dispose();
    this.#renderer.dispose();
  }

  /** Puts the eye where everything is in the picture, in its middle, and as large as it can be. */
  #placeCamera(toEye: Vector3): void {
    const right = new Vector3(0, 1, 0).cross(toEye).normalize();
    const up = toEye.clone().cross(right);
    const across = this.#extent.map((point) => point.dot(right));
    const above = this.#extent.map((point) => point.dot(up));
    const middle = (values: number[]) =>
      values.length === 0 ? 0 : (findLeast(values) - findLeast(values.map((value) => -value))) / 2;
    const x = middle(across);
    const y = middle(above);
    const tanUp = Math.tan((fieldOfView_deg * Math.PI) / 360);
    const tanRight = tanUp * this.#camera.aspect;
    let distance = 1;
    this.#extent.forEach((point, i) => {
      const beside = Math.max(
        Math.abs((across[i] as number) - x) / tanRight,
        Math.abs((above[i] as number) - y) / tanUp,
      );
      distance = Math.max(distance, point.dot(toEye) + margin * beside);
    });
    const centre = right.multiplyScalar(x).addScaledVector(up, y);
    this.#camera.position.copy(centre).addScaledVector(toEye, distance);
    this.#camera.lookAt(centre);
    this.#camera.updateProjectionMatrix();
  }

  #addArc(motion: FigureMotion, track: ArcTrack): void {
    const inPlane = readArcFrame(track.plane);
    const frame = inPlane ?? facing;
    const group = new Group();
    const region = motion.segments[track.segment]?.region ?? 'hips';
    const accent = new Color(this.#colours.accentOf(region));
    const add = (geometry: BufferGeometry, colour: Color, opacity: number, order: number) => {
      const material = new MeshBasicMaterial({
        color: colour,
        transparent: true,
        opacity,
        side: DoubleSide,
        depthWrite: false,
        // A dial that faces the viewer stands before the body.
        depthTest: inPlane !== null,
        toneMapped: false,
      });
      const mesh = new Mesh(this.#own(geometry), this.#own(material));
      mesh.renderOrder = order;
      group.add(mesh);
      return mesh;
    };
    // Dials of one joint that face the viewer stand around each other.
    const around = this.#arcs.filter((arc) => arc.faces && arc.track.segment === track.segment).length;
    const inner = inPlane
      ? Math.min(largestArc_m, arcPerLimb * track.limb_m)
      : facingArc_m + around * arcWidth_m;
    const outer = inner + (inPlane ? arcWidth_m : arcWidth_m * 0.7);
    const grey = new Color(this.#colours.track);
    add(makeRibbon(frame, 0, track.human_deg, inner + 0.012, outer - 0.012), grey, 0.35, 2);
    add(makeRibbon(frame, 0, track.target_deg, inner, outer), accent, 0.28, 3);
    if (track.own_deg !== null) {
      add(
        makeRibbon(frame, track.own_deg - 0.7, track.own_deg + 0.7, inner - 0.02, outer + 0.02),
        accent,
        1,
        5,
      );
    }
    const fill = makeRibbon(frame, 0, track.human_deg, inner, outer);
    add(fill, accent, 0.85, 4);
    this.#figure.add(group);
    this.#arcs.push({ track, group, fill, faces: !inPlane });
    if (!inPlane) return;
    const joint = new Vector3(
      ...(computePoses(motion, motion.still_s)[track.segment]?.position ?? [0, 0, 0]),
    );
    for (const point of makeArcPoints(frame, 0, Math.max(track.target_deg, 10), outer + 0.02)) {
      this.#extent.push(new Vector3(...point).add(joint));
    }
  }

  /** What a working joint of a region is made of. */
  #makeGlow(region: Region): Glow {
    // On wood the dark accents of the light theme would look like holes: light comes from inside.
    const color = new Color(this.#colours.accentOf(region)).lerp(
      new Color('#ffffff'),
      this.#colours.isDark ? 0.05 : 0.12,
    );
    return {
      working: this.#own(
        new MeshStandardMaterial({ color, emissive: color, emissiveIntensity: 0.45, roughness: 0.5 }),
      ),
      halo: this.#own(
        new SpriteMaterial({
          map: this.#own(makeGlow()),
          color,
          transparent: true,
          opacity: 0.38,
          depthWrite: false,
        }),
      ),
    };
  }

  #own<T extends { dispose(): void }>(thing: T): T {
    this.#owned.push(thing);
    return thing;
  }

  #clear(): void {
    this.#figure.clear();
    this.#owned.forEach((thing) => thing.dispose());
    this.#owned = [];
    this.#segments = [];
    this.#arcs = [];
  }
}

/** The least of many values, which may be too many for the arguments of one call. */
const findLeast = (values: number[]) => values.reduce((least, value) => Math.min(least, value), Infinity);

/** A flat band along an arc; its triangles run from the first angle to the last, so that a part can be drawn. */
function makeRibbon(
  frame: ArcFrame,
  from_deg: number,
  to_deg: number,
  inner: number,
  outer: number,
): BufferGeometry {
  const near = makeArcPoints(frame, from_deg, to_deg, inner);
  const far = makeArcPoints(frame, from_deg, to_deg, outer);
  const geometry = new BufferGeometry();
  const points = near.flatMap((point, i) => [...point, ...(far[i] ?? point)]);
  const index: number[] = [];
  for (let i = 0; i + 1 < near.length; ++i) {
    const a = 2 * i;
    index.push(a, a + 1, a + 2, a + 1, a + 3, a + 2);
  }
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(points), 3));
  geometry.setIndex(index);
  return geometry;
}

function makeGeometry(shape: Shape): BufferGeometry {
  const [a = 0.1, b = 0.1, c = 0.1] = shape.size;
  if (shape.kind === 'ellipsoid') return new SphereGeometry(1, 40, 28).scale(a, b, c);
  if (shape.kind === 'box') {
    const edge = Math.min(a, b, c) * 0.5;
    return edge > 0.004
      ? new RoundedBoxGeometry(2 * a, 2 * b, 2 * c, 3, edge)
      : new BoxGeometry(2 * a, 2 * b, 2 * c);
  }
  const profile: Vector2[] = [];
  for (let i = 0; i + 1 < shape.size.length; i += 2) {
    profile.push(new Vector2(Math.max(0, shape.size[i] as number), shape.size[i + 1] as number));
  }
  const smooth = profile.length > 2 ? new SplineCurve(profile).getPoints(profile.length * 4) : profile;
  smooth.forEach((point) => (point.x = Math.max(0, point.x)));
  // A turned piece is closed: rounded off to the axis at both ends.
  const first = smooth[0];
  const last = smooth[smooth.length - 1];
  if (first && first.x > 0.002) smooth.unshift(new Vector2(0, first.y));
  if (last && last.x > 0.002) smooth.push(new Vector2(0, last.y));
  // three.js faces outward where the profile climbs.
  if (first && last && first.y > last.y) smooth.reverse();
  return new LatheGeometry(smooth, 36);
}

/** A soft round spot, white in the middle and gone at the edge. */
function makeGlow(): Texture {
  const size = 128;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  const paint = canvas.getContext('2d');
  if (paint) {
    const gradient = paint.createRadialGradient(size / 2, size / 2, 0, size / 2, size / 2, size / 2);
    gradient.addColorStop(0, 'rgb(255 255 255 / 100%)');
    gradient.addColorStop(0.45, 'rgb(255 255 255 / 55%)');
    gradient.addColorStop(1, 'rgb(255 255 255 / 0%)');
    paint.fillStyle = gradient;
    paint.fillRect(0, 0, size, size);
  }
  return new CanvasTexture(canvas);
}
