/**
 * Preloaded by readers (and their threads) where the kernel gives no network namespace: every way of Node out to the
 * network throws. The channel to the parent is a pipe opened before and stays.
 */
import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

function refuse(): never {
  throw Object.assign(new Error('a reader has no network'), { code: 'ENETUNREACH' });
}

net.Socket.prototype.connect = refuse;
net.Server.prototype.listen = refuse;
Object.assign(dgram.Socket.prototype, { bind: refuse, connect: refuse, send: refuse });
for (const names of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype])
  Object.assign(names, {
    lookup: refuse,
    lookupService: refuse,
    resolve: refuse,
    resolve4: refuse,
    resolve6: refuse,
    resolveAny: refuse,
    reverse: refuse,
  });
syncBuiltinESMExports();
