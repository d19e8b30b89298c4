/**
 * The first version of the terms, a plain starting text. An operator adds its own later versions with `./hub operator terms`;
 * each asks for acceptance at the next sign-in (H-007).
 */
export const firstTerms = {
  version: '2026-11-01',
  effectiveAt: '2026-11-01T00:00:00Z',
  hu: `Általános szerződési feltételek és adatkezelési tájékoztató

1. A szolgáltatás bizonylatokat vesz át, dolgoz fel és tesz elérhetővé a vállalkozás és könyvelője számára. Csak üzleti, szakmai tevékenység körében vehető igénybe; a fogyasztói elállás szabályai nem vonatkoznak rá.
2. A bizonylatok megőrzése jogszabály szerint a vállalkozás kötelessége (számviteli bizonylatnál legalább 8 év). A szolgáltatás ehhez letöltést ad.
3. A bizonylatokban lévő adatok kezelője a vállalkozás; a könyvelő és az üzemeltető az ő megbízásából, adatfeldolgozóként jár el (GDPR 28. cikk). A fiókok és a biztonsági naplók adatkezelője az üzemeltető.
4. Az üzemeltető az adatokat az Európai Gazdasági Térségben tárolja, harmadik félnek csak a szolgáltatáshoz szükséges mértékben adja át.
5. Az új feltételek hatálybalépésük után az első belépéskor, elfogadással válnak kötelezővé.`,
  en: `Terms of service and privacy notice

1. The service takes in vouchers, processes them and makes them available to the business and its accountant. It may be used only in the course of trade; consumer rules on withdrawal do not apply.
2. Keeping vouchers as the law requires (accounting vouchers at least 8 years) is the duty of the business. The service offers downloads for it.
3. The business is the controller of the data in its vouchers; the accountant and the operator act on its behalf as processors (GDPR Article 28). The operator is the controller of accounts and security logs.
4. The operator stores the data within the European Economic Area and passes it on only as far as the service needs it.
5. New terms bind, by acceptance, at the first sign-in after they take effect.`,
} as const;

/** What an accountant declares when it adds a business without invitation (H-026). */
export const firstDeclaration = {
  version: '2026-11-01',
  hu: [
    'A könyvelési szerződés megengedi alvállalkozó, illetve további adatfeldolgozó igénybevételét.',
    'Teljes körű felhatalmazásom van a vállalkozás nevében eljárni, beleértve az adatai átadását és a szükséges hozzájárulások megadását.',
  ],
  en: [
    'The bookkeeping contract allows using a subcontractor and a sub-processor.',
    'I have full authority to act for the business, including passing on its data and giving the consents needed.',
  ],
} as const;
