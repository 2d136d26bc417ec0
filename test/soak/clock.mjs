// Preloaded: the wall clock is off by CLOCK_OFFSET_MS, as after it was set, and from CLOCK_JUMP_AFTER_MS after the start
// of the process on by CLOCK_JUMP_MS instead, as when it is set meanwhile.
const [offset, jump, after] = ['CLOCK_OFFSET_MS', 'CLOCK_JUMP_MS', 'CLOCK_JUMP_AFTER_MS'].map((name) =>
  Number(process.env[name] ?? 0),
);
const now = Date.now.bind(Date);
Date.now = () => now() + (after > 0 && 1000 * process.uptime() > after ? jump : offset);
globalThis.Date = new Proxy(Date, {
  construct: (date, given) => Reflect.construct(date, given.length > 0 ? given : [date.now()]),
  apply: (date) => new date(date.now()).toString(),
});
