/** Words of the search. */
export const search = {
  search: {
    title: 'Keresés',
    field: 'Szó, szám, partner, összeg',
    type: 'Mi legyen az',
    types: { invoice: 'számla', document: 'bizonylat', partner: 'partner' },
    all: 'Minden találat: {{q}}',
    emptyTitle: 'Keressen a bizonylatok szövegében',
    emptyHint: 'Az ékezet és a ragozás nem számít. A számlaszámnak elég egy darabja; az összeget is megtalálja.',
    nothing: 'Ilyen nincs: {{q}}',
  },
};
