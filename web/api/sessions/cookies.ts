import type { Response } from 'express';
import { sessionCookie } from '#services/actions/accounts/resolve-caller.ts';
import { deviceCookie } from '#services/actions/sign-in/devices.ts';
import { type SignedIn, sessionDays } from '#services/actions/sign-in/sign-in.ts';

const dayMs = 86_400_000;

/** `Lax`: a link in a mail finds the person signed in; what changes something is defended by its origin as well. */
const attributes = (publicUrl: string) => ({ httpOnly: true, sameSite: 'lax', secure: publicUrl.startsWith('https:'), path: '/' }) as const;

export function giveCookies(response: Response, publicUrl: string, { sessionToken, deviceToken }: SignedIn): void {
  response.cookie(sessionCookie, sessionToken, { ...attributes(publicUrl), maxAge: sessionDays * dayMs });
  response.cookie(deviceCookie, deviceToken, { ...attributes(publicUrl), maxAge: 365 * dayMs });
}

export const takeSessionCookie = (response: Response, publicUrl: string): void =>
  void response.clearCookie(sessionCookie, attributes(publicUrl));
