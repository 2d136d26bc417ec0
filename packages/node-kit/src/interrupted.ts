/** Somebody asked to stop. What was finished is kept where there is a journal. Commands exit 130. */
export class Interrupted extends Error {
  override name = 'Interrupted';
}
