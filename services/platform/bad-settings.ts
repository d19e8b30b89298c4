/** Settings that nothing can be started with; the message names all of them. Every command then ends with 2. */
export class BadSettings extends Error {
  override readonly name = 'BadSettings';
}
