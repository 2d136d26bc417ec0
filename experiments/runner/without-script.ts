import type { Given } from '@open-ada/training';

/** Without a script nothing is known of intents. */
export const NO_INTENTS: Given = { intentWeight: 0, keepIntents: false };

/** No script labels and none plays. */
export const REWARDS_ALONE: Given = { labels: 'none', demonstrations: 0, ...NO_INTENTS };
