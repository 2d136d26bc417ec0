import { firstFault } from '@open-ada/production-rules';
import * as z from 'zod';

/** Largest image size. */
export const LARGEST_CAMERA = { width: 96, height: 72 } as const;

const pixels = (largest: number) => z.int().min(1).max(largest);

/** A first-person camera, the part `camera` of the observation. Pixels are square. */
export const cameraSettings = z
  .strictObject({
    width: pixels(LARGEST_CAMERA.width).meta({
      description: 'Pixels of a row of the picture.',
      unit: 'pixels',
      paper: 'AdA: 96',
    }),
    height: pixels(LARGEST_CAMERA.height).meta({
      description: 'Rows of the picture.',
      unit: 'pixels',
      paper: 'AdA: 72',
    }),
    fieldOfView: z
      .number()
      .gt(0)
      .max(150)
      .meta({ description: 'Horizontal angle of view of the camera.', unit: 'degrees' }),
  })
  .meta({ description: 'Gives the agent a picture of what is before its eyes; absent: none.' });
export type CameraSettings = z.infer<typeof cameraSettings>;

/** The default camera. */
export const CAMERA: CameraSettings = { width: 32, height: 24, fieldOfView: 90 };

/** Describes the fault in the settings of a camera as half a sentence. Undefined if there is none. */
export const cameraFault = (camera: unknown): string | undefined => firstFault(cameraSettings, camera, '/camera');
