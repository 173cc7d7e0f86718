/** Pictures a second that are read from a video file. A slow lift changes by a few degrees between two. */
export const clipRate = 10;

/** Longest clip that is read, in seconds: a trial takes well under a minute. */
export const longestClip_s = 180;

/** How long to wait for the picture's own time after a seek; a hidden page never tells it. */
const frameTimeWait_ms = 250;

/** The times at which a clip is read, in seconds, from its beginning up to but not including its end. */
export function computeSampleTimes(duration_s: number, rate = clipRate): number[] {
  if (!Number.isFinite(duration_s) || duration_s <= 0) return [];
  const seconds = Math.min(duration_s, longestClip_s);
  return Array.from({ length: Math.ceil(seconds * rate - 1e-9) }, (_, index) => index / rate);
}

/** The seconds that are left, from what has been done; null before there is something to go by. */
export function computeSecondsLeft(done: number, total: number, elapsed_s: number): number | null {
  return done < 2 ? null : (elapsed_s / done) * (total - done);
}

/** The times that grow: a clip with fewer pictures a second than are asked for shows some of them twice. */
export function isNewer(t_ms: number, last_ms: number | null): boolean {
  return last_ms === null || t_ms > last_ms;
}

/** A file that the browser cannot play as video. */
export class ClipError extends Error {}

/** Loads a video file into an element. Throws a ClipError that says what to do. */
export function loadClip(video: HTMLVideoElement, file: File): Promise<string> {
  const address = URL.createObjectURL(file);
  const cannotPlay = `This browser cannot play ${file.name}. Convert it to an MP4 with H.264 or a WebM, for example: ffmpeg -i "${file.name}" -c:v libvpx-vp9 out.webm`;
  return new Promise((resolve, reject) => {
    const end = (problem: string | null) => {
      video.onloadeddata = video.onerror = null;
      if (problem === null) return resolve(address);
      URL.revokeObjectURL(address);
      reject(new ClipError(problem));
    };
    video.onloadeddata = () => {
      if (!video.videoWidth) end(`${file.name} holds no picture, only sound. Choose a video of you moving.`);
      else if (!Number.isFinite(video.duration))
        end(`${file.name} does not say how long it is. ${cannotPlay}`);
      else if (video.duration > longestClip_s)
        end(`${file.name} is longer than three minutes. Cut it to the trial itself.`);
      else end(null);
    };
    video.onerror = () => end(cannotPlay);
    video.muted = true;
    video.playsInline = true;
    video.preload = 'auto';
    video.src = address;
    video.load();
  });
}

/**
 * True when a picture's own time can be that of the picture at `to_s`. A busy page hears late of the picture before:
 * its time is at least one step of the clip older, and taking it would drop a picture for being seen twice.
 */
export function isPictureAt(mediaTime_s: number, to_s: number, rate = clipRate): boolean {
  return Math.abs(to_s - mediaTime_s) < 1 / rate - 1e-6;
}

/** Moves a paused video to a time and resolves with the time of the picture that is then shown, in ms. */
export function seek(video: HTMLVideoElement, to_s: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const tellsTimes = 'requestVideoFrameCallback' in video;
    let handle = 0;
    let mediaTime_s: number | null = null;
    let sought = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = () => {
      clearTimeout(timer);
      if (tellsTimes) video.cancelVideoFrameCallback(handle);
      video.onseeked = video.onerror = null;
      resolve(Math.round((mediaTime_s ?? to_s) * 1000));
    };
    const listen = () => {
      handle = video.requestVideoFrameCallback((_, frame) => {
        if (!isPictureAt(frame.mediaTime, to_s)) return listen();
        mediaTime_s = frame.mediaTime;
        if (sought) end();
      });
    };
    if (tellsTimes) listen();
    video.onerror = () => reject(new ClipError('The video could not be read to its end.'));
    video.onseeked = () => {
      sought = true;
      if (mediaTime_s !== null || !tellsTimes) end();
      else timer = setTimeout(end, frameTimeWait_ms);
    };
    video.currentTime = to_s;
  });
}

/** Calls back with the newest picture of a running video and its time, one at a time: pictures that come meanwhile are left out. */
export function followFrames(video: HTMLVideoElement, read: (t_ms: number) => Promise<void>): () => void {
  let running = true;
  let first_ms: number | null = null;
  let busy = false;
  const take = (time_ms: number) => {
    if (!running) return;
    if (!busy) {
      busy = true;
      first_ms ??= time_ms;
      void read(Math.round(time_ms - first_ms)).finally(() => (busy = false));
    }
    next();
  };
  const next = () => {
    if ('requestVideoFrameCallback' in video) {
      video.requestVideoFrameCallback((_, frame) => take(frame.mediaTime * 1000));
    } else requestAnimationFrame((now_ms) => take(now_ms));
  };
  next();
  return () => (running = false);
}
