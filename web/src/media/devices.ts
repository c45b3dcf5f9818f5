// SPDX-License-Identifier: Apache-2.0

export type DeviceKind = 'camera' | 'microphone';

export interface InputDevice {
  readonly id: string;
  readonly label: string;
}

export type Permission = 'granted' | 'denied' | 'prompt';

/** Before permission was given browsers list devices without ids: there is nothing to choose then. */
export async function listDevices(kind: DeviceKind): Promise<InputDevice[]> {
  const wanted = kind === 'camera' ? 'videoinput' : 'audioinput';
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices
    .filter((device) => device.kind === wanted && device.deviceId !== '')
    .map((device) => ({ id: device.deviceId, label: withoutUsbId(device.label) }));
}

/** What the browser would answer without asking anybody. Browsers that do not tell are taken to ask. */
export async function permissionFor(kind: DeviceKind): Promise<Permission> {
  try {
    return (await navigator.permissions.query({ name: kind as PermissionName })).state;
  } catch {
    return 'prompt';
  }
}

/** Calls back whenever something was plugged in or out; the returned function stops that. */
export function watchDevices(changed: () => void): () => void {
  navigator.mediaDevices.addEventListener('devicechange', changed);
  return () => { navigator.mediaDevices.removeEventListener('devicechange', changed); };
}

/** "Web Camera (046d:0825)" → "Web Camera": Chrome's vendor and product numbers help nobody choose. */
export function withoutUsbId(label: string): string {
  return label.replace(/ \([0-9a-f]{4}:[0-9a-f]{4}\)$/i, '');
}
