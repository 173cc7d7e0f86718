import type { Landmark, LiveFrame } from '../lib/api';
import type { PoseEstimator } from './pose';

export type Picture = HTMLVideoElement | HTMLCanvasElement;

/** A part of a picture, in shares of its width and height. */
export interface Region {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Shoulders, elbows, wrists, hips, knees and ankles of both sides, by their places among the 33 points. */
const mainPoints = [11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28];

/** Seen this well, nobody else is looked for: a body in full view has 0.95 and more, a tree taken for one up to 0.85. */
const plainlySeen = 0.9;

/** Seen worse than this, the search begins again: someone side-on, with one arm hidden, still has 0.75. */
const hardlySeen = 0.7;

/** Someone else has to be seen better by this much: noise swaps nobody. */
const clearlyBetter = 0.1;

/** Least time of the recording between two searches, in ms. */
const searchEvery_ms = 500;

/** A picture is called wide or tall when its sides differ by this much; else its parts would be nearly the whole. */
const unevenFrom = 1.2;

/** The whole picture, then squares along its longer side: someone small in it is found in a part alone. */
export function computeRegions(width: number, height: number): [Region, ...Region[]] {
  const whole = { x: 0, y: 0, width: 1, height: 1 };
  const share = Math.min(width, height) / Math.max(width, height);
  if (share * unevenFrom > 1) return [whole];
  const places = [0, (1 - share) / 2, 1 - share];
  return width > height
    ? [whole, ...places.map((x) => ({ x, y: 0, width: share, height: 1 }))]
    : [whole, ...places.map((y) => ({ x: 0, y, width: 1, height: share }))];
}

/** How well a body is seen, from 0 to 1: the mean visibility of its main points; 0 when there is nobody. */
export function computeSight(landmarks: Landmark[]): number {
  const sum = mainPoints.reduce((all, at) => all + (landmarks[at]?.visibility ?? 0), 0);
  return sum / mainPoints.length;
}

/** Points found in a part of a picture, as points of the whole. Depth has the scale of the width. */
export function placeInWhole(landmarks: Landmark[], { x, y, width, height }: Region): Landmark[] {
  return landmarks.map((point) => ({
    ...point,
    x: x + width * point.x,
    y: y + height * point.y,
    z: width * point.z,
  }));
}

interface Find {
  frame: LiveFrame;
  sight: number;
  at: number;
}

/** Finds one person in pictures that follow each other, in the whole picture or in a part of it, and stays with them. */
export class PersonSearch {
  /** Which region is looked at, by its place in `computeRegions`. */
  #at = 0;
  #follows = false;
  #searched_ms = -Infinity;

  constructor(
    private readonly estimator: Pick<PoseEstimator, 'estimate' | 'forget' | 'restart' | 'close'>,
    private readonly cut: (picture: Picture, region: Region) => Picture = makeCut(),
  ) {}

  /** Forgets whom it followed; the next times may begin at 0 again. */
  restart(): void {
    this.#at = 0;
    this.#follows = false;
    this.#searched_ms = -Infinity;
    this.estimator.restart();
  }

  close(): Promise<void> {
    return this.estimator.close();
  }

  /**
   * The 33 points of the person in a picture. `thorough`: where nobody is well seen, every part is looked at in this
   * picture. Otherwise a picture is looked at once, and the next part has its turn in a later one.
   */
  async estimate(picture: Picture, t_ms: number, thorough: boolean): Promise<LiveFrame> {
    const regions = computeRegions(...computeSize(picture));
    const found = await this.#look(picture, t_ms, regions, this.#at);
    if (found.sight >= (this.#follows ? hardlySeen : plainlySeen)) {
      this.#follows = true;
      return found.frame;
    }
    if (t_ms - this.#searched_ms < searchEvery_ms) return found.frame;
    this.#searched_ms = t_ms;
    if (!thorough) {
      if (found.sight === 0) this.#turnTo((this.#at + 1) % regions.length);
      return found.frame;
    }
    const best = await this.#searchParts(picture, t_ms, regions, found);
    this.#turnTo(best.at);
    this.#follows = best.sight > 0;
    return best.frame;
  }

  async #searchParts(picture: Picture, t_ms: number, regions: Region[], found: Find): Promise<Find> {
    let best = found;
    for (let at = 0; at < regions.length && best.sight < plainlySeen; ++at) {
      if (at === found.at) continue;
      this.estimator.forget();
      await rest();
      const other = await this.#look(picture, t_ms, regions, at);
      if (other.sight > best.sight + (best === found ? clearlyBetter : 0)) best = other;
    }
    return best;
  }

  #turnTo(at: number): void {
    this.#at = at;
    this.estimator.forget();
  }

  async #look(picture: Picture, t_ms: number, regions: Region[], at: number): Promise<Find> {
    const region = regions[at] ?? regions[0];
    if (!region || region === regions[0]) {
      const frame = await this.estimator.estimate(picture, t_ms);
      return { frame, sight: computeSight(frame.image), at: 0 };
    }
    const frame = await this.estimator.estimate(this.cut(picture, region), t_ms);
    const image = placeInWhole(frame.image, region);
    return { frame: { ...frame, image }, sight: computeSight(image), at };
  }
}

/** Cuts parts out of pictures, one canvas for all of them. */
function makeCut(): (picture: Picture, region: Region) => HTMLCanvasElement {
  let part: HTMLCanvasElement | null = null;
  return (picture, region) => {
    part ??= document.createElement('canvas');
    const [width, height] = computeSize(picture);
    part.width = Math.round(region.width * width);
    part.height = Math.round(region.height * height);
    part.getContext('2d')?.drawImage(picture, -region.x * width, -region.y * height);
    return part;
  };
}

/** Lets the page answer to the person between two looks, each of which holds it up. */
const rest = () => new Promise((resolve) => setTimeout(resolve, 0));

function computeSize(picture: Picture): [number, number] {
  return 'videoWidth' in picture
    ? [picture.videoWidth, picture.videoHeight]
    : [picture.width, picture.height];
}
