/** A first-person camera: a part `camera` of the observation. */
export interface CameraSettings {
  /** Pixels of a row and rows of the picture. */
  width: number;
  height: number;
  /** Horizontal angle of view, degrees; pixels are square. */
  fieldOfView: number;
}

/** The usual size, and the largest. */
export const CAMERA: CameraSettings = { width: 32, height: 24, fieldOfView: 90 };
export const LARGEST_CAMERA = { width: 96, height: 72 } as const;

const WIDEST = 150;

/** What is wrong with the settings of a camera: half a sentence, or undefined. */
export function cameraFault(camera: CameraSettings): string | undefined {
  if (typeof camera !== 'object' || camera === null) return '/camera must be an object { width, height, fieldOfView }';
  const { width, height, fieldOfView } = camera;
  const { width: columns, height: rows } = LARGEST_CAMERA;
  if (!Number.isInteger(width) || width < 1 || width > columns)
    return `/camera/width must be a whole number 1..${columns}`;
  if (!Number.isInteger(height) || height < 1 || height > rows)
    return `/camera/height must be a whole number 1..${rows}`;
  if (!(fieldOfView > 0 && fieldOfView <= WIDEST))
    return `/camera/fieldOfView must be above 0 and at most ${WIDEST} degrees`;
  return undefined;
}
