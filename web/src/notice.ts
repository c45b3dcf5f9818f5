// SPDX-License-Identifier: Apache-2.0
import { mount } from 'svelte';
import { startLanguage } from './state/Language.svelte';
import NoticePage from './ui/notice/NoticePage.svelte';
import './ui/styles/tokens.css';
import './ui/styles/base.css';

startLanguage(document.documentElement);
mount(NoticePage, { target: document.getElementById('app')! });
