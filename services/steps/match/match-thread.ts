/** The program of the thread in which large businesses are matched: one input in, one result out. */
import { parentPort, workerData } from 'node:worker_threads';
import { match } from './match.ts';

parentPort!.postMessage(match(workerData));
