// SPDX-License-Identifier: Apache-2.0
import type { CallMessage, WorkerMessage } from './api';
import { Endpoint } from './endpoint';
import type { Transformer } from './transforms';

/** The dedicated worker's own names. The page's types are in force for the whole of `src`, so they are declared here. */
interface WorkerScope {
  onmessage: ((event: { data: CallMessage }) => void) | null;
  onmessageerror: (() => void) | null;
  onunhandledrejection: (() => void) | null;
  onrtctransform: ((event: { transformer: Transformer }) => void) | null;
  postMessage(message: WorkerMessage): void;
}

const SWEEP_MS = 1000;

const scope = globalThis as unknown as WorkerScope;
const endpoint = new Endpoint(Date.now, (message) => scope.postMessage(message));
const fatal = (code: string): void => scope.postMessage({ event: 'fatal', detail: { code } });

scope.onmessage = ({ data }) => endpoint.receive(data);
scope.onrtctransform = ({ transformer }) => endpoint.attach(transformer);
scope.onmessageerror = () => fatal('worker_message');
scope.onunhandledrejection = () => fatal('worker_failed');
setInterval(() => endpoint.sweep(), SWEEP_MS);
