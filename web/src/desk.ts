// SPDX-License-Identifier: Apache-2.0
import { mount } from 'svelte';
import { startLanguage } from './state/Language.svelte';
import DeskPage from './ui/desk/DeskPage.svelte';
import './ui/styles/tokens.css';
import './ui/styles/base.css';

startLanguage(document.documentElement);
mount(DeskPage, { target: document.getElementById('app')! });
