import type { Given } from '@open-ada/training';

/**
 * Settings of the runs in docs/results, unless those say otherwise. The present defaults of `train:teacher` have fewer
 * environments.
 */
export const PUBLISHED: Given = { environments: 128 };
