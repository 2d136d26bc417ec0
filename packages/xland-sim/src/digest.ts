import type { Episode } from './episode.js';

const number = new Float64Array(1);
const words = new Uint32Array(number.buffer);

/** 64 bits of FNV-1a over 32-bit words, in two lanes. */
class Hash {
  private low = 0x811c9dc5;
  private high = 0x1b873593;

  add(value: number): void {
    number[0] = value;
    for (let k = 0; k < 2; k++) {
      this.low = Math.imul(this.low ^ words[k], 0x01000193);
      this.high = Math.imul(this.high ^ ((words[k] << 7) | (words[k] >>> 25)), 0x85ebca6b) ^ (this.low >>> 15);
    }
  }

  text(): string {
    return [this.high, this.low].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
  }
}

/** A hash of everything that moves in an episode, exact to the last bit: 16 hexadecimal digits. */
export function digestOf({ scene, trial, decision, running, firings, previousReward, previousGrab }: Episode): string {
  const hash = new Hash();
  const counters = [trial, decision, Number(running), firings, previousReward, previousGrab, scene.slotCount];
  for (const value of counters) hash.add(value);
  for (let j = 0; j < scene.slotCount; j++) {
    const { type, size, holder, settled, restFrames, sleeping, body } = scene.items[j];
    hash.add(type);
    if (type < 0) continue;
    const { position, quaternion, velocity, angularVelocity } = body;
    for (const value of [size, holder, Number(settled), restFrames, Number(sleeping)]) hash.add(value);
    for (const { x, y, z } of [position, velocity, angularVelocity]) for (const value of [x, y, z]) hash.add(value);
    for (const value of [quaternion.x, quaternion.y, quaternion.z, quaternion.w]) hash.add(value);
    for (const value of body.invInertiaWorld.elements) hash.add(value);
  }
  for (const { x, z, vx, vz, heading, look, held, handDistance } of scene.players) {
    for (const value of [x, z, vx, vz, heading, look, held, handDistance]) hash.add(value);
  }
  return hash.text();
}
