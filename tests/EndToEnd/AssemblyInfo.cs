// SPDX-License-Identifier: Apache-2.0
// Real browsers encode and decode video in software: one test at a time keeps the figures honest on two cores.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
