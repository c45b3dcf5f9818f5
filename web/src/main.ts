// SPDX-License-Identifier: Apache-2.0
import { mount } from 'svelte';
import { startLanguage } from './state/Language.svelte';
import App from './ui/App.svelte';
import './ui/styles/tokens.css';
import './ui/styles/base.css';

startLanguage(document.documentElement);
mount(App, { target: document.getElementById('app')! });
