import { readCheckpoint } from '@open-ada/rollout';
import { type Given, settingsFromTeacher } from '@open-ada/training';

/**
 * Settings of `train:student` with this teacher: its world and memory, and the script that taught it. Rows without the
 * teacher have them, too, so that rows can be compared.
 * @throws InputError if the file cannot be read
 */
export function settingsWithTeacher(file: string): Given {
  return settingsFromTeacher(readCheckpoint(file), {});
}
