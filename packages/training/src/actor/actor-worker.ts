// Entry point of an actor worker. It builds its environments and its session when it starts, then plays iterations.

import { workerData } from 'node:worker_threads';
import { answerRequests } from '@open-ada/node-kit';
import { buffersOf } from '../transport/trajectory.js';
import type { ActorSetup, ActReply, ActRequest } from '../transport/transport.js';
import { RolloutActor } from './actor.js';

const starting = RolloutActor.create(workerData as ActorSetup);
// The first request reports a failure to start.
starting.catch(() => {});

answerRequests<ActRequest, ActReply>(async (request) => {
  const reply = await (await starting).play(request);
  return { answer: reply, transfer: reply.trajectory ? buffersOf(reply.trajectory) : [] };
});
