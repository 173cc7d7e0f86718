/** Why there is no picture. */
export type CameraFailure =
  | 'not_secure'
  | 'unsupported'
  | 'refused'
  | 'none'
  | 'busy'
  | 'ended'
  | 'webassembly'
  | 'webgl'
  | 'pose'
  | 'other';

/** What happened, and the next step, in words. */
export interface FailureWords {
  what: string;
  steps: string[];
  /** Whether trying once more can help without a change outside the page. */
  again: boolean;
}

const orAnother = 'Or take another way: a video file, or degrees by hand.';

export const failureWords: Record<CameraFailure, FailureWords> = {
  not_secure: {
    what: 'Browsers give cameras only to pages on this computer.',
    steps: ['Open the page at 127.0.0.1 or localhost, as endrange does.', orAnother],
    again: false,
  },
  unsupported: {
    what: 'This browser offers no camera to pages.',
    steps: ['Use a current Firefox or Chromium.', orAnother],
    again: false,
  },
  refused: {
    what: 'The camera is not allowed for this page.',
    steps: [
      'Choose the camera sign in the address bar, allow it for this page, then try again.',
      'The picture stays in the browser: only points on the body reach the program on this computer.',
      orAnother,
    ],
    again: true,
  },
  none: {
    what: 'No camera was found.',
    steps: ['Plug one in, or open the shutter over it, then try again.', orAnother],
    again: true,
  },
  busy: {
    what: 'The camera is in use by something else.',
    steps: ['Close the call or program that uses it, then try again.', orAnother],
    again: true,
  },
  ended: {
    what: 'The camera stopped.',
    steps: ['Look whether its cable came out or a call took it over, then try again.', orAnother],
    again: true,
  },
  webassembly: {
    what: 'This browser cannot run WebAssembly, which finding points in a picture needs.',
    steps: [
      'Use a current Firefox or Chromium, without a hardened mode that switches it off.',
      'Or enter degrees by hand.',
    ],
    again: false,
  },
  webgl: {
    what: 'This browser has no WebGL, which finding points in a picture needs.',
    steps: [
      'Switch on hardware acceleration in the browser’s settings and start it again.',
      'Or enter degrees by hand.',
    ],
    again: false,
  },
  pose: {
    what: 'The part that finds points in a picture did not load.',
    steps: ['See whether endrange still runs, then try again.', 'Or enter degrees by hand.'],
    again: true,
  },
  other: {
    what: 'The camera did not start.',
    steps: ['Try again, or another camera.', orAnother],
    again: true,
  },
};

/** The failure behind what getUserMedia threw. */
export function findCameraFailure(reason: unknown): CameraFailure {
  switch ((reason as { name?: string } | null)?.name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'refused';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'none';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    default:
      return 'other';
  }
}

/** A camera that could not be had. */
export class CameraError extends Error {
  constructor(readonly failure: CameraFailure) {
    super(failureWords[failure].what);
  }
}

/** Opens a camera. Throws a CameraError that says why not. */
export async function openCamera(): Promise<MediaStream> {
  if (!window.isSecureContext) throw new CameraError('not_secure');
  if (!navigator.mediaDevices?.getUserMedia) throw new CameraError('unsupported');
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } },
    });
  } catch (reason) {
    throw new CameraError(findCameraFailure(reason));
  }
}

export function closeCamera(stream: MediaStream | null): void {
  stream?.getTracks().forEach((track) => track.stop());
}
