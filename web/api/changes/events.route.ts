import { finished } from 'node:stream/promises';
import { mayIn } from '#services/domain/caller.ts';
import { bankTypes } from '#storage/queries/changes.ts';
import { BusinessParams } from '#web/contract/shapes.ts';
import { route } from '../route.ts';

export const eventsRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/events',
  operationId: 'getEvents',
  summary: 'What changes in a business, as server-sent events {type, id}',
  permission: 'business.read',
  params: BusinessParams,
  answer: null,
  answerType: 'text/event-stream',
  problems: ['not-found', 'not-allowed'],
  async handle({ params: { businessId }, response, caller }, { notices }) {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache', 'X-Accel-Buffering': 'no' });
    response.write('retry: 2000\n\n');
    const seesBank = mayIn(caller, businessId, 'bank.read');
    const seesPrivate = mayIn(caller, businessId, 'bank.private');
    const forget = notices.listen(businessId, ({ type, id, isPrivate }) => {
      if ((seesBank || !bankTypes.has(type)) && (seesPrivate || !isPrivate)) response.write(`data: ${JSON.stringify({ type, id })}\n\n`);
    });
    // A line now and then keeps proxies from closing the stream.
    const beat = setInterval(() => response.write(': \n\n'), 20_000);
    // Also where the screen left before we came here; nobody else would end the beat.
    await finished(response).catch(() => undefined);
    clearInterval(beat);
    forget();
    response.end();
  },
});
