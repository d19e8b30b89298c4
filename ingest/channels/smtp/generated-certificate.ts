import { randomBytes, webcrypto } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as asn1 from 'asn1js';
import { AttributeTypeAndValue, BasicConstraints, Certificate, CryptoEngine, Extension, setEngine } from 'pkijs';

export type CertificatePair = { cert: string; key: string };

const commonName = '2.5.4.3';
const basicConstraints = '2.5.29.19';
const validDays = 3650;

/**
 * A certificate for STARTTLS where the operator gave none: made once, kept in `file`. Mail servers do not check the name
 * of the other side (RFC 7435, opportunistic), but they do want to encrypt.
 */
export async function generatedCertificate(file: string, host: string): Promise<CertificatePair> {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const pair = await generate(host);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(pair), { mode: 0o600 });
  return pair;
}

async function generate(host: string): Promise<CertificatePair> {
  const crypto = webcrypto as unknown as Crypto;
  setEngine('node', new CryptoEngine({ name: 'node', crypto }));
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const certificate = new Certificate();
  certificate.version = 2;
  certificate.serialNumber = new asn1.Integer({ valueHex: new Uint8Array([1, ...randomBytes(15)]).buffer });
  for (const side of [certificate.issuer, certificate.subject])
    side.typesAndValues.push(new AttributeTypeAndValue({ type: commonName, value: new asn1.Utf8String({ value: host }) }));
  certificate.notBefore.value = new Date(Date.now() - 86_400_000);
  certificate.notAfter.value = new Date(Date.now() + validDays * 86_400_000);
  certificate.extensions = [
    new Extension({ extnID: basicConstraints, critical: true, extnValue: new BasicConstraints({ cA: false }).toSchema().toBER(false) }),
  ];
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey);
  await certificate.sign(keys.privateKey, 'SHA-256');
  return {
    cert: pem('CERTIFICATE', certificate.toSchema(true).toBER(false)),
    key: pem('PRIVATE KEY', await crypto.subtle.exportKey('pkcs8', keys.privateKey)),
  };
}

const pem = (label: string, der: ArrayBuffer): string =>
  `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n').trimEnd()}\n-----END ${label}-----\n`;
