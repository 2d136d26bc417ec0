import type { ObservationFeature, ObservationPart, ObservationSpec } from '@open-ada/xland-sim';

/** Places of the tokens whose meaning the network uses. All other tokens are only embedded. */
export interface TaskLayout {
  /** Object types: tokens [firstType, firstType + types). */
  firstType: number;
  types: number;
  /** Numbered hidden types, which occur in rules only. */
  hiddenTypes: { first: number; count: number };
  goal: { negated: ObservationFeature; arguments: ObservationFeature };
  rules: { kind: ObservationFeature; arguments: ObservationFeature; spawns: ObservationFeature };
  /** Token of a goal atom that is not negated. */
  notNegated: number;
}

/** The parts of an observation whose meaning the network uses. */
export interface ObservationLayout {
  entities: ObservationPart;
  goal: ObservationPart;
  rules: ObservationPart;
  previous: ObservationPart;
  /** The types seen to vanish and to appear. Undefined if the observation has no such part. */
  events: ObservationPart | undefined;
  entity: Record<'present' | 'shape' | 'colour' | 'held' | 'distance', ObservationFeature>;
  task: TaskLayout;
}

/** @throws Error in one sentence if the spec lacks something that the network needs */
export function readLayout(spec: ObservationSpec): ObservationLayout {
  const [entities, goal, rules, previous] = ['entities', 'goal', 'rules', 'previous'].map((name) => part(spec, name));
  if (entities.offset !== 0) throw new Error('observation spec: the part "entities" must come first');
  const [present, shape, colour, held, distance] = ['present', 'shape', 'colour', 'held', 'distance'].map((name) =>
    feature(entities, name),
  );
  if (distance.scale === undefined) throw new Error('observation spec: the distance of an entity has no scale');
  const goalArguments = feature(goal, 'arguments');
  const negated = feature(goal, 'negated');
  const { first: firstType, count: types } = tokens(goalArguments, 'types');
  if (types !== shape.size * colour.size) {
    throw new Error(
      `observation spec: ${types} types have a token, but entities have ${shape.size} shapes in ${colour.size} colours`,
    );
  }
  return {
    entities,
    goal,
    rules,
    previous,
    events: spec.parts.find(({ name }) => name === 'events'),
    entity: { present, shape, colour, held, distance },
    task: {
      firstType,
      types,
      hiddenTypes: tokens(goalArguments, 'hiddenTypes'),
      goal: { negated, arguments: goalArguments },
      rules: {
        kind: feature(rules, 'kind'),
        arguments: feature(rules, 'arguments'),
        spawns: feature(rules, 'spawns'),
      },
      notNegated: tokens(negated, 'no').first,
    },
  };
}

/** Number of floats of a part. */
export function sizeOf({ shape }: ObservationPart): number {
  return shape.reduce((a, b) => a * b, 1);
}

function part(spec: ObservationSpec, name: string): ObservationPart {
  const found = spec.parts.find((p) => p.name === name);
  if (!found) throw new Error(`observation spec: the part "${name}" is missing`);
  return found;
}

function feature({ name, features }: ObservationPart, wanted: string): ObservationFeature {
  const found = features.find((f) => f.name === wanted);
  if (!found) throw new Error(`observation spec: the part "${name}" has no feature "${wanted}"`);
  return found;
}

function tokens(of: ObservationFeature, wanted: string): { first: number; count: number } {
  const found = of.tokens?.find(({ name }) => name === wanted);
  if (!found) throw new Error(`observation spec: the token "${of.name}" has no values for ${wanted}`);
  return found;
}
