// Preloaded: the wall clock is off by CLOCK_OFFSET_MS, as after it was set.
const offset = Number(process.env.CLOCK_OFFSET_MS ?? 0);
const now = Date.now.bind(Date);
Date.now = () => now() + offset;
