/** Whether the budget of a run is spent. */
export function isSpent(
  budget: { steps: number; minutes: number },
  spent: { steps: number; minutes: number },
): boolean {
  return (budget.steps > 0 && spent.steps >= budget.steps) || (budget.minutes > 0 && spent.minutes >= budget.minutes);
}
