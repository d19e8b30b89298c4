import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** Records by `TYPE name`; of TXT one text, of A one address. */
export type DnsRecords = Readonly<Record<string, string>>;
const types: Readonly<Record<number, string>> = { 1: 'A', 5: 'CNAME', 12: 'PTR', 15: 'MX', 16: 'TXT', 28: 'AAAA' };

/** A name server on loopback that knows a few records and nothing else (RFC 1035 §4). */
export async function startStubDns(records: DnsRecords): Promise<AsyncDisposable & { address: string; asked: string[] }> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  socket.on('message', (query, { port, address }) => {
    const labels: string[] = [];
    let at = 12;
    for (let length = query[at]!; length > 0; length = query[at]!) {
      labels.push(query.toString('latin1', at + 1, at + 1 + length));
      at += 1 + length;
    }
    const question = query.subarray(12, at + 5);
    const key = `${types[query.readUInt16BE(at + 1)]} ${labels.join('.').toLowerCase()}`;
    asked.push(key);
    const found = records[key];
    const header = Buffer.alloc(12);
    query.copy(header, 0, 0, 2);
    header.writeUInt16BE(found === undefined ? 0x8183 : 0x8180, 2); // no such name, or an answer
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(found === undefined ? 0 : 1, 6);
    socket.send(Buffer.concat([header, question, ...(found === undefined ? [] : [recordOf(key, found)])]), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => void socket.close(() => resolve())),
  };
}

function recordOf(key: string, value: string): Buffer {
  const data = key.startsWith('A ')
    ? Buffer.from(value.split('.').map(Number))
    : Buffer.concat((value.match(/.{1,255}/g) ?? []).map((piece) => Buffer.concat([Buffer.from([piece.length]), Buffer.from(piece)])));
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0); // the name of the question
  head.writeUInt16BE(key.startsWith('A ') ? 1 : 16, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}
