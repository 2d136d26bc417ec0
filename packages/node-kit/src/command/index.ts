export {
  anyNumbersOf,
  decimalNumber,
  jsonObject,
  listOf,
  numbersOf,
  oneOf,
  positiveNumber,
  wholeNumber,
} from './options.js';
export { runCommand } from './run-command.js';
