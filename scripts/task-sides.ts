// The sides of the split, as choices of an option.
import type { Side } from '@open-ada/curriculum';

export const SIDES: Side[] = ['training', 'held-out'];
