// Preloaded: the wall clock is off by CLOCK_OFFSET_MS, as after it was set. CLOCK_JUMP_AFTER_MS after the start of the
// process it is set again: from then on it is off by CLOCK_JUMP_MS.
const [offset, jump, after] = ['CLOCK_OFFSET_MS', 'CLOCK_JUMP_MS', 'CLOCK_JUMP_AFTER_MS'].map((name) =>
  Number(process.env[name] ?? 0),
);
const now = Date.now.bind(Date);
Date.now = () => now() + (after > 0 && 1000 * process.uptime() > after ? jump : offset);
globalThis.Date = new Proxy(Date, {
  construct: (date, given) => Reflect.construct(date, given.length > 0 ? given : [date.now()]),
  apply: (date) => new date(date.now()).toString(),
});
