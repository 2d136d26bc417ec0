import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { InputError } from '@open-ada/evaluation';
import { newestCheckpoint, teacherFile } from '@open-ada/training';

const TEACHER_RUN = 'runs/teacher';
const RELEASED = 'checkpoints/teacher.safetensors';

export interface TeacherFile {
  file: string;
  bytes: Uint8Array;
  sha256: string;
}

/**
 * The teacher of a student's run: the one given; else the one that the run began with; else the newest checkpoint of the
 * teacher's run; else the released one.
 * @throws InputError when there is none
 */
export function findTeacher(run: string, given: string | undefined): TeacherFile {
  const file = given ?? (existsSync(teacherFile(run)) ? teacherFile(run) : (newestAgent(TEACHER_RUN) ?? RELEASED));
  if (!existsSync(file)) {
    throw new InputError(
      given
        ? `there is no teacher file ${given}.`
        : 'there is no teacher yet: run train:teacher first, or give an agent file with --teacher.',
    );
  }
  const bytes = Uint8Array.from(readFileSync(file));
  return { file, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** The agent file of a run's newest whole checkpoint. */
export function newestAgent(run: string): string | undefined {
  const { found } = newestCheckpoint(`${run}/checkpoints`);
  return found && `${found.path}/agent.safetensors`;
}
