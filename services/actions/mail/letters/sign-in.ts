import type { Template } from '../letter.ts';

/** Registration, passwords, devices and keys: ways into an account. */
export const signInLetters = {
  activation: {
    hu: {
      subject: 'Regisztráció megerősítése',
      paragraphs: [
        '{name} regisztrációját elkezdték ezzel az e-mail-címmel.',
        'A link 24 óráig él, és egyszer használható. Ha nem Ön kezdte, nincs teendője: az adatokat 24 óra után töröljük.',
      ],
      link: 'Megerősítem a regisztrációt',
    },
    en: {
      subject: 'Confirm your registration',
      paragraphs: [
        'A registration of {name} was started with this e-mail address.',
        'The link works for 24 hours and once. If it was not you, there is nothing to do: the data are deleted after 24 hours.',
      ],
      link: 'Confirm the registration',
    },
  },
  welcome: {
    code: 'securityKey',
    hu: {
      subject: 'A könyvelőprogram összekötésének adatai',
      paragraphs: [
        '{name} regisztrációja él.',
        'Könyvelőprogramjában adja meg a szolgáltatás címét ({apiUrl}) és az alábbi biztonsági kulcsot. A kulcsot csak ellenőrző összegként tároljuk, később nem tudjuk megmutatni; fiókjában bármikor cserélhető és visszavonható.',
      ],
    },
    en: {
      subject: 'How to link your ledger program',
      paragraphs: [
        'The registration of {name} is active.',
        'Enter the address of the service ({apiUrl}) and the security key below in your ledger program. We keep only a hash of the key and cannot show it again; you may replace or revoke it in your account at any time.',
      ],
    },
  },
  'password-changed': {
    hu: {
      subject: 'Megváltozott a jelszava',
      paragraphs: [
        'Fiókjának jelszavát beállították vagy megváltoztatták. A többi eszközön kiléptettük.',
        'Ha nem Ön tette, kérjen új jelszót a belépő oldalon.',
      ],
    },
    en: {
      subject: 'Your password was changed',
      paragraphs: [
        'The password of your account was set or changed. Other devices were signed out.',
        'If it was not you, ask for a new password on the sign-in page.',
      ],
    },
  },
  'password-reset': {
    hu: {
      subject: 'Új jelszó beállítása',
      paragraphs: [
        'Új jelszót kértek ehhez az e-mail-címhez. A link 1 óráig él, és egyszer használható.',
        'Ha nem Ön kérte, nincs teendője.',
      ],
      link: 'Új jelszót állítok be',
    },
    en: {
      subject: 'Set a new password',
      paragraphs: [
        'A new password was asked for this e-mail address. The link works for 1 hour and once.',
        'If it was not you, there is nothing to do.',
      ],
      link: 'Set a new password',
    },
  },
  'second-factor': {
    hu: {
      subject: 'Változott a kétlépcsős belépés',
      paragraphs: ['Fiókjában a kétlépcsős belépés új állapota: {state}.', 'Ha nem Ön tette, kérjen új jelszót a belépő oldalon.'],
    },
    en: {
      subject: 'Two-step sign-in was changed',
      paragraphs: [
        'The new state of two-step sign-in in your account: {state}.',
        'If it was not you, ask for a new password on the sign-in page.',
      ],
    },
  },
  'new-device': {
    hu: {
      subject: 'Belépés új eszközről',
      paragraphs: [
        'Fiókjába új eszközről léptek be.\nEszköz: {device}\nHálózati cím: {address}\nIdő: {at}',
        'Ha nem Ön volt, léptesse ki az eszközt a fiók biztonsági oldalán, és kérjen új jelszót.',
      ],
    },
    en: {
      subject: 'Sign-in from a new device',
      paragraphs: [
        'Someone signed in to your account from a new device.\nDevice: {device}\nNetwork address: {address}\nTime: {at}',
        'If it was not you, sign the device out on the security page of your account and ask for a new password.',
      ],
    },
  },
  'security-key': {
    hu: { subject: 'Változott egy biztonsági kulcs', paragraphs: ['{name} egyik biztonsági kulcsa megváltozott: {what}.'] },
    en: { subject: 'A security key was changed', paragraphs: ['A security key of {name} was changed: {what}.'] },
  },
} as const satisfies Record<string, Template>;
