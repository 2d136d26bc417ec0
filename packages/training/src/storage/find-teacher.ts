import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { InputError } from '@open-ada/node-kit';
import { agentFile, newestAgent, RELEASED_TEACHER } from './agent-file.js';
import { teacherFile, teacherOrigin } from './run-directory.js';

const TEACHER_RUN = 'runs/teacher';

export interface TeacherFile {
  file: string;
  /** What was asked for when the run began, or what was found then. */
  from: string;
  bytes: Uint8Array;
  sha256: string;
}

/**
 * The teacher of a student's run. It is the first of these that exists: the teacher with which the run began, even if
 * its file has changed since; the given file or run directory; the newest checkpoint of the teacher's run; the released
 * teacher.
 * @throws InputError if there is none
 */
export function findTeacher(run: string, given: string | undefined): TeacherFile {
  const own = teacherFile(run);
  const origin = existsSync(own) ? teacherOrigin(run) : undefined;
  if (origin !== undefined && (given === undefined || given === origin)) return read(own, origin);
  if (given !== undefined) return read(teacherNamed(given), given);
  const file = newestAgent(TEACHER_RUN) ?? RELEASED_TEACHER;
  if (!existsSync(file)) {
    throw new InputError(
      `there is no teacher yet, neither in ${TEACHER_RUN} nor a released one: run train:teacher first, or give an agent file with --teacher.`,
    );
  }
  return read(file, file);
}

function teacherNamed(given: string): string {
  const file = agentFile(given, '--teacher');
  if (!existsSync(file)) throw new InputError(`there is no teacher file ${given}.`);
  return file;
}

function read(file: string, from: string): TeacherFile {
  const bytes = Uint8Array.from(readFileSync(file));
  return { file, from, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}
