import type { ObservationSpec } from '@open-ada/xland-sim';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Parameters } from './layers.js';
import type { Memory } from './memory.js';
import { registeredEncoders, registeredMemories } from './own-registry.js';
import type { ParameterList } from './parameters.js';
import type { AgentConfig } from './settings.js';

export { dense, norm, type Parameters } from './layers.js';
export type { Memory } from './memory.js';
export type { ParameterList } from './parameters.js';
export type { AgentConfig } from './settings.js';

/** A memory of one's own. See examples/own-memory.mjs. */
export interface OwnMemory {
  /** Name, as in `--memory NAME`. */
  name: string;
  /**
   * Makes the memory of an agent. `sequence` and `step` must say the same. Between two steps only the state is kept:
   * `specs(E)` returns `{ hidden: { NAME: { shape: [E, ...], dtype: 'float32' } } }`, `step` returns the same names, and
   * a state of zeros is an empty memory.
   */
  make(config: AgentConfig): Memory;
}

/** An encoder of one's own. See examples/own-encoder.mjs. */
export interface OwnEncoder {
  /** Name, as in `--encoder NAME`. */
  name: string;
  /**
   * Makes the encoder of an agent.
   * @param spec where each part of an observation lies
   */
  make(config: AgentConfig, spec: ObservationSpec): OwnEncoding;
}

/** What reads the observations of an agent. It owns no tensor. */
export interface OwnEncoding {
  addParameters(list: ParameterList): void;
  /**
   * @param step what changes in each step [B, T, stepSize]
   * @param task what is the same in the whole episode, goal and shown rules [B, size - stepSize]
   * @returns features [B, T, modelWidth]
   */
  encode(p: Parameters, step: Tensor3D, task: Tensor2D): Tensor3D;
}

/**
 * Adds a memory. Do it in a module that is loaded before everything else: `node --import ./own-memory.mjs ...`. Worker
 * threads load that module as well.
 * @throws Error in one sentence if it is too late, or the name is taken
 */
export const registerMemory = (memory: OwnMemory): void => registeredMemories.add(memory.name, memory);

/** Adds an encoder, as {@link registerMemory}. @throws Error in one sentence if it is too late, or the name is taken */
export const registerEncoder = (encoder: OwnEncoder): void => registeredEncoders.add(encoder.name, encoder);

export const ownMemory = (name: string): OwnMemory | undefined => registeredMemories.get(name) as OwnMemory | undefined;

export const ownEncoder = (name: string): OwnEncoder | undefined =>
  registeredEncoders.get(name) as OwnEncoder | undefined;
