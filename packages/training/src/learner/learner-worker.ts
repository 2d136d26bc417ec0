// Entry point of the learner worker. It compiles the update when it starts, then learns iterations.

import { workerData } from 'node:worker_threads';
import { answerRequests } from '@open-ada/node-kit';
import type { Data } from '@open-ada/onnx-jit';
import { buffersOf } from '../transport/trajectory.js';
import type { LearnerSetup, LearnReply, LearnRequest } from '../transport/transport.js';
import { Learner } from './learner.js';

const starting = Learner.create(workerData as LearnerSetup);
starting.catch(() => {});

answerRequests<LearnRequest | 'state', LearnReply | Record<string, Data>>(async (request) => {
  const learner = await starting;
  if (request === 'state') return { answer: learner.state() };
  const reply = await learner.learn(request);
  return { answer: reply, transfer: [...reply.trajectories.flatMap(buffersOf), reply.weights.buffer] };
});
