import { COLOURS, OBJECT_TYPES } from '@open-ada/production-rules';
import { featureOf, type IntentLabel, type ObservationPart, type ObservationSpec, partOf } from '@open-ada/xland-sim';

/** A way that begins within this angle of the heading needs no turn, radians. */
const AHEAD = 0.35;

/**
 * To which side the way turns that an agent is told: to the object that an intent is about, or in a search to ground that
 * it has not had in view. 1 right, -1 left; undefined where no way is told, or it begins ahead.
 * @param observation of one agent
 */
export function toldTurn(
  spec: ObservationSpec,
  observation: Float32Array,
  { kind, first, second }: IntentLabel,
): number | undefined {
  if (kind === 'search') {
    const frontier = partOf(spec, 'frontier');
    if (!frontier || observation[frontier.offset + featureOf(frontier, 'exists').offset] === 0) return undefined;
    return sideOf(observation, frontier, frontier.offset);
  }
  const entities = partOf(spec, 'entities');
  // Where there is a second object, it is what the first one is brought to.
  const target = kind === 'take' ? first : (second ?? first);
  if (target === undefined || !entities?.features.some(({ name }) => name === 'way')) return undefined;
  const [count, width] = entities.shape;
  for (let k = 0; k < count; k++) {
    const row = entities.offset + k * width;
    const at = (name: string) => row + featureOf(entities, name).offset;
    if (observation[at('present')] === 0 || observation[at('held')] === 1) continue;
    if (typeAt(observation, at('shape'), at('colour')) === OBJECT_TYPES.indexOf(target))
      return sideOf(observation, entities, row);
  }
  return undefined;
}

function sideOf(observation: Float32Array, part: ObservationPart, row: number): number | undefined {
  const way = row + featureOf(part, 'way').offset;
  const angle = Math.atan2(observation[way], observation[way + 1]);
  return Math.abs(angle) < AHEAD ? undefined : Math.sign(angle);
}

/** Index of the type of an object, from where the one-hots of its shape and its colour begin. */
function typeAt(observation: Float32Array, shape: number, colour: number): number {
  return (observation.indexOf(1, shape) - shape) * COLOURS.length + observation.indexOf(1, colour) - colour;
}
