// SPDX-License-Identifier: Apache-2.0
import Crown from '@lucide/svelte/icons/crown';
import Ear from '@lucide/svelte/icons/ear';
import ShieldPlus from '@lucide/svelte/icons/shield-plus';
import Speech from '@lucide/svelte/icons/speech';
import type { Role } from '../../../e2ee/client';
import type { MenuItem } from '../../parts/menu';

export const roleIcons: Readonly<Record<Role, NonNullable<MenuItem['icon']>>> = { host: Crown, cohost: ShieldPlus, speaker: Speech, listener: Ear };
