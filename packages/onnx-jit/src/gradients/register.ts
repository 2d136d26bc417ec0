import { binaryRules } from './binary.js';
import { convolutionRules } from './convolution.js';
import { elementwiseRules } from './elementwise.js';
import { indexingRules } from './indexing.js';
import { productRules } from './products.js';
import { reductionRules } from './reductions.js';
import { register } from './rule.js';
import { shapeRules } from './shapes.js';

let registered = false;

/**
 * Registers gradients with tfjs-core. tfjs's own gradients are in modules that Node cannot load (extensionless imports
 * in a package without `"type": "module"`). These replace any that are registered: they avoid the tensors of ones, the
 * slice-by-slice sums and the repeated products over batches of tfjs's own gradients.
 *
 * @param again registers them even if they have been registered before
 */
export function registerGradients(again = false): void {
  if (registered && !again) return;
  registered = true;
  register({
    ...elementwiseRules,
    ...binaryRules,
    ...reductionRules,
    ...shapeRules,
    ...indexingRules,
    ...productRules,
    ...convolutionRules,
  });
}
