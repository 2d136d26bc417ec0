import type { ActionGroup, ObservationPart } from '@open-ada/xland-sim';

/**
 * The protocol, all numbers little-endian:
 *
 * 1. The server writes one line of JSON, `Hello`. Nothing after it is JSON.
 * 2. The client writes requests: operation and length of the payload, both uint32, then the payload.
 *    `reset`: kinds, uint8 `[E]` (`RESET`), then seeds, uint32 `[E]`. `step`: actions, uint8 `[E, P, G]`. `close`: none.
 * 3. The server answers each `reset` and `step`: status and length, both uint32, then the payload.
 *    `done`: observations, float32 `[E, P, size]`; rewards, float32 `[E, P]`; index of the trial, int32 `[E]`; events,
 *    uint8 `[E]`. `refused`: one sentence in UTF-8; nothing has changed, and the client may go on.
 *
 * The server ends after `close` and at the end of its input.
 */
export const PROTOCOL = 'open-ada-environments/1';

/** What a client asks for. */
export const OPERATION = { reset: 1, step: 2, close: 3 } as const;

/** What a reset does to one environment: nothing, its next episode, or its first episode with a new seed. */
export const RESET = { none: 0, next: 1, seeded: 2 } as const;

/** What an answer is. */
export const STATUS = { done: 0, refused: 1 } as const;

/** Bytes before each payload. */
export const HEADER_BYTES = 8;

/** The first line of the server. */
export interface Hello {
  protocol: typeof PROTOCOL;
  environments: number;
  players: number;
  trials: number;
  observation: { size: number; parts: ObservationPart[] };
  actions: ActionGroup[];
  stepsPerSecond: number;
}
