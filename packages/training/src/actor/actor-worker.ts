// Entry of an actor worker: builds its environments and session with the first request, then plays iterations.

import { workerData } from 'node:worker_threads';
import { answerRequests } from '@open-ada/node-kit';
import { buffersOf } from '../transport/trajectory.js';
import type { ActorSetup, ActReply, ActRequest } from '../transport/transport.js';
import { RolloutActor } from './actor.js';

const starting = RolloutActor.create(workerData as ActorSetup);
// A failure to start is told to whoever asks first.
starting.catch(() => {});

answerRequests<ActRequest, ActReply>(async (request) => {
  const reply = await (await starting).play(request);
  return { answer: reply, transfer: reply.trajectory ? buffersOf(reply.trajectory) : [] };
});
