/** Words of the search, and of what a person does with a paper at the wrong place. */
export const search = {
  standing: {
    exempt: 'áfát nem fizet (1)',
    pays: 'áfát fizet (2)',
    eva: 'eva (3)',
    'group-member': 'áfacsoport tagja (4)',
    group: 'áfacsoport (5)',
  },
  move: {
    title: 'Másik ügyfélé?',
    hint: 'A rajta álló felek egyike sem ez a vállalkozás. Áthelyezés után ott olvassuk be újra, innen eltűnik.',
    hintUnasked: 'Ha nem ehhez a vállalkozáshoz tartozik, helyezze át: ott olvassuk be újra, innen eltűnik.',
    to: 'Hova kerüljön',
    go: 'Áthelyezem',
  },
  imported: {
    title: 'Mi lett a számláival',
    go: 'Így is jó, a többi bekerülhet',
    imported: 'bekerült',
    updated: 'frissült',
    unchanged: 'nem változott',
    refused: 'kimaradt',
    failed: 'nem sikerült',
  },
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
