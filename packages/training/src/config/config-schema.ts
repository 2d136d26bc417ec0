import { agentSettings } from '@open-ada/ada-agent';
import { CURRICULA, curriculumSettings } from '@open-ada/curriculum';
import { distillationSettings } from '@open-ada/distill';
import { muesliSettings, ppoSettings } from '@open-ada/muesli';
import { nodeOf, type SchemaNode } from '@open-ada/production-rules';
import { simulationSettings } from '@open-ada/xland-sim';
import * as z from 'zod';
import { runSettings } from './run-settings.js';

/** Schema of a curriculum's settings, without the two that the run's iterations and its world determine. */
function curriculumNode(curriculum: (typeof CURRICULA)[number]): SchemaNode {
  const { $schema, properties, ...node } = nodeOf(curriculumSettings(curriculum)) as SchemaNode & { $schema?: string };
  const { stepsPerIteration, stepsPerSecond, ...rest } = properties!;
  return { ...node, properties: rest };
}

const bare = (schema: z.ZodType): SchemaNode => {
  const { $schema, ...node } = nodeOf(schema) as SchemaNode & { $schema?: string };
  return node;
};

/** JSON Schema (draft 2020-12) of `config.json`, which a run writes into its directory. */
export function configJsonSchema(): Record<string, unknown> {
  const student = distillationSettings.extend({
    teacher: z.string().meta({ description: "SHA-256 of the teacher's agent file." }),
    from: z.string().meta({ description: 'Where the teacher was found when the run began.' }),
  });
  const run = bare(runSettings);
  const properties = {
    preset: { type: 'string', description: 'The preset that the run started from.' },
    ...run.properties,
    simulation: { ...bare(simulationSettings), description: 'Every setting of the world.' },
    curriculumSettings: { anyOf: CURRICULA.map(curriculumNode), description: 'Every setting of the curriculum.' },
    constants: { anyOf: [bare(muesliSettings), bare(ppoSettings)], description: 'Every constant of the learner.' },
    distillation: { ...bare(student), description: "A student's teacher, and how it teaches." },
  };
  const required = Object.keys(properties).filter((key) => key !== 'distillation');
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Configuration of a run',
    description: 'The file config.json in the directory of a training run of open-ada; see docs/settings.md.',
    type: 'object',
    properties: {
      actors: { type: 'integer', minimum: 1, description: 'Actor threads of the run.' },
      config: { type: 'object', properties, required, additionalProperties: false },
      agent: { ...bare(agentSettings), description: 'The network that these settings make.' },
      parents: {
        type: 'object',
        description: 'The agents that the run began with (`initial`, `teacherFrom`): file, SHA-256 and their notes.',
      },
    },
    required: ['actors', 'config'],
  };
}
