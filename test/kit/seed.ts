/** Seed of tests that draw their moments by chance: another one each time, said in the test's title; `SEED=n` draws the same again. */
export const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);
