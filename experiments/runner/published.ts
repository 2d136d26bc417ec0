import type { Given } from '@open-ada/training';

/** What the runs in docs/results were trained with, where they say nothing else; `train:teacher` itself has had fewer environments since. */
export const PUBLISHED: Given = { environments: 128 };
