// SPDX-License-Identifier: Apache-2.0
import { mount } from 'svelte';
import { startLanguage } from './state/Language.svelte';
import AccountPage from './ui/account/AccountPage.svelte';
import './ui/styles/tokens.css';
import './ui/styles/base.css';

startLanguage(document.documentElement);
mount(AccountPage, { target: document.getElementById('app')! });
