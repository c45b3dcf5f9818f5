// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { loudness, onScale } from '../../src/media/levelMeter';

it('shows silence as nothing and full scale as all', () => {
  expect(loudness(new Float32Array(1024))).toBe(0);
  expect(loudness(new Float32Array(1024).fill(1))).toBe(1);
});

it('shows a quiet room as nothing and speech well above it', () => {
  expect(onScale(0.0015)).toBe(0);
  expect(onScale(0.05)).toBeGreaterThan(0.6);
  expect(onScale(0.1)).toBeGreaterThan(onScale(0.05));
});
