export type Values<Name extends string = string> = Partial<Record<Name, string>>;

/** What was typed into a form, by field; empty fields are left out, spaces round a value too. */
export const valuesOf = <Name extends string>(form: HTMLFormElement, names: readonly Name[]): Values<Name> => {
  const data = new FormData(form);
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = String(data.get(name) ?? '').trim();
      return value === '' ? [] : [[name, value]];
    }),
  ) as Values<Name>;
};
