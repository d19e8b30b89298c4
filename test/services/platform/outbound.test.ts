import { expect, test } from 'vitest';
import { isOutside, outsideAddress } from '#services/platform/outbound.ts';

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  'fe80::1',
  'fd00::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
])('H-119 %s is inside, so nobody sends us there', (address) => {
  expect(isOutside(address)).toBe(false);
});

test.each(['193.225.12.1', '8.8.8.8', '2a00:1450:400d::1', '::ffff:8.8.8.8'])('%s is outside', (address) => {
  expect(isOutside(address)).toBe(true);
});

test('a name is looked up and handed out as digits; one that leads inside is refused unless the operator allows it', async () => {
  await expect(outsideAddress('localhost', { isPrivateAllowed: false })).rejects.toThrow('inside');
  expect(await outsideAddress('localhost', { isPrivateAllowed: true })).toMatch(/^(127\.0\.0\.1|::1)$/);
  // Other ways to write 127.0.0.1.
  for (const host of ['2130706433', '0x7f000001', '127.1', '[::1]'])
    await expect(outsideAddress(host, { isPrivateAllowed: false })).rejects.toThrow();
});
