/** From here on there are hours. Below, a budget of an hour reads `60:00`. */
const HOURS = 100 * 60;

/** Minutes and seconds, or hours as well: `01:58`, `60:00`, `2:05:00`. `?` for what is not known. */
export function clock(seconds: number): string {
  if (!Number.isFinite(seconds)) return '?';
  const whole = Math.max(0, Math.round(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  if (whole < HOURS) return `${two(minutes)}:${two(whole % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}
