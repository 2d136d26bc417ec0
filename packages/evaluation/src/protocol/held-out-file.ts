import type { Task } from '@open-ada/production-rules';

/** The frozen held-out tasks of one family, checked against the manifest. */
export interface HeldOutFile {
  family: string;
  file: string;
  sha256: string;
  tasks: Task[];
}
