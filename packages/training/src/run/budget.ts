/** Whether the budget of a run is spent. */
export function isSpent(
  budget: { frames: number; minutes: number },
  spent: { frames: number; minutes: number },
): boolean {
  return (
    (budget.frames > 0 && spent.frames >= budget.frames) || (budget.minutes > 0 && spent.minutes >= budget.minutes)
  );
}
