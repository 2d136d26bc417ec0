import { describePredicate, describeRule, type Task } from '@open-ada/production-rules';

/** A task in plain English, for one line of a table. */
export interface TaskWords {
  goal: string;
  rules: string[];
  trialSeconds: number;
}

export function taskInWords({ goal, rules, trialSeconds }: Task): TaskWords {
  return {
    goal: goal.map(describePredicate).join(', and '),
    rules: rules.map((rule) => describeRule(rule)),
    trialSeconds,
  };
}
