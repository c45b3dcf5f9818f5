// SPDX-License-Identifier: Apache-2.0
import { mount } from 'svelte';
import { startLanguage } from './state/Language.svelte';
import CeremonyPage from './ui/ceremony/CeremonyPage.svelte';
import './ui/styles/tokens.css';
import './ui/styles/base.css';

startLanguage(document.documentElement);
mount(CeremonyPage, { target: document.getElementById('app')! });
