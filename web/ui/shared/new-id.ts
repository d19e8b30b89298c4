/** A random name. `crypto.randomUUID` is not there on pages without TLS, as in a hub inside an office's own network. */
export const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
