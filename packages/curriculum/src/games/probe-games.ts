/**
 * Game keys of the hand-written probes in `tasks/probes`, sorted. No generated task has one of these games. The list
 * is made by `pnpm task probe-games`; run it again after any change of a probe.
 */
export const PROBE_GAMES: readonly string[] = [
  '0a3746754161b560',
  '0fa27da7b2dec563',
  '112878553cc21e83',
  '1815fa85b0881aeb',
  '1cf0ab1c88a23b05',
  '2e0bf7d3bf213c5e',
  '3ad6385bfca60671',
  '3bbb5e09d29f0395',
  '4156de3982a130e7',
  '46975652a1bac9f9',
  '4db5b62445191c40',
  '5179314b6716551a',
  '554551efe0e5f7ad',
  '5786780491b756b9',
  '749d70358885e8ca',
  '79b12cfdcc471e6f',
  '7a9395db55c25ee8',
  '87832f1568cd71bf',
  'bf2d57cb1fb77a6a',
  'bff1b224b0ac66ff',
  'c27771aa4e97dfc0',
  'cf2f6d8439fbb78f',
  'd3421b8c8d17c51f',
  'f4069b6b809d015f',
  'f54cb623a87e6bc0',
  'fb0c4acbe9096cce',
];
