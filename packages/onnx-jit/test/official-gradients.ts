import * as tf from '@tensorflow/tfjs-core';

type Configs = tf.GradConfig[];

/**
 * Loads tfjs's own gradients, which Node alone cannot (vitest can), and puts this package's back. They come with a
 * second copy of tfjs-core, which shares the first one's engine and registry.
 */
async function load(): Promise<{ own: Configs; official: Configs }> {
  const exported: unknown[] = Object.values(tf);
  const names = exported.filter((name) => typeof name === 'string') as string[];
  const registered = (): Configs => names.flatMap((name) => tf.getGradient(name) ?? []);
  const own = registered();
  await import('@tensorflow/tfjs-core/dist/register_all_gradients.js');
  const official = registered();
  for (const config of official) tf.unregisterGradient(config.kernelName);
  for (const config of own) tf.registerGradient(config);
  return { own, official };
}

let configs: ReturnType<typeof load> | undefined;

/** Runs `body` with tfjs's own gradients in place of this package's. */
export async function withOfficialGradients<T>(body: () => Promise<T>): Promise<T> {
  configs ??= load();
  const { own, official } = await configs;
  for (const config of official) tf.registerGradient(config);
  try {
    return await body();
  } finally {
    for (const { kernelName } of official) tf.unregisterGradient(kernelName);
    for (const config of own) tf.registerGradient(config);
  }
}
