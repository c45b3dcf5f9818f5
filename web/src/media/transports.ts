// SPDX-License-Identifier: Apache-2.0
import type { Device, types } from 'mediasoup-client';
import type { MediaSource } from '../protocol/messages';
import type { SignallingClient } from '../protocol/signalling';

/** Asks for both transports and loads the device meanwhile: each of the three would otherwise cost a joiner its own round trip. */
export async function openTransports(device: Device, signalling: SignallingClient, capabilities: object): Promise<{ send: types.Transport; receive: types.Transport }> {
  const [toSend, toReceive] = await Promise.all([
    signalling.request('transport.create', { direction: 'send' }),
    signalling.request('transport.create', { direction: 'recv' }),
    device.loaded ? undefined : device.load({ routerRtpCapabilities: capabilities as types.RtpCapabilities }),
  ]);
  const send = device.createSendTransport(optionsOf(toSend));
  const receive = device.createRecvTransport(optionsOf(toReceive));
  connectOnDemand(send, signalling);
  connectOnDemand(receive, signalling);
  produceOnDemand(send, signalling);
  return { send, receive };
}

interface TransportAnswer {
  readonly transport: string;
  readonly iceParameters: object;
  readonly iceCandidates: readonly object[];
  readonly dtlsParameters: object;
}

/** The shapes are mediasoup's ORTC; mediasoup-client checks what it uses of them when it writes its SDP. */
function optionsOf(answer: TransportAnswer): types.TransportOptions {
  return {
    id: answer.transport,
    iceParameters: answer.iceParameters as types.IceParameters,
    iceCandidates: answer.iceCandidates as types.IceCandidate[],
    dtlsParameters: answer.dtlsParameters as types.DtlsParameters,
    iceServers: [],
  };
}

function connectOnDemand(transport: types.Transport, signalling: SignallingClient): void {
  transport.on('connect', ({ dtlsParameters }, done, fail) => {
    signalling.request('transport.connect', { transport: transport.id, dtlsParameters }).then(() => done(), fail);
  });
}

function produceOnDemand(transport: types.Transport, signalling: SignallingClient): void {
  transport.on('produce', ({ kind, rtpParameters, appData }, done, fail) => {
    const source = appData['source'] as MediaSource;
    signalling.request('produce', { transport: transport.id, kind, source, rtpParameters, paused: false })
      .then(({ producer }) => done({ id: producer }), fail);
  });
}
