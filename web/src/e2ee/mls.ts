// SPDX-License-Identifier: Apache-2.0

/**
 * The parts of ts-mls in use, by file: its index also loads a second crypto provider, over packages that the browser
 * does not need and that are not installed.
 */
export type * from 'ts-mls';
export { createGroup } from 'ts-mls/clientState.js';
export { createCommit, createGroupInfoWithExternalPubAndRatchetTree, joinGroupExternal } from 'ts-mls/createCommit.js';
export { makeGenericHpke } from 'ts-mls/crypto/implementation/hpke.js';
export { makeHashImpl } from 'ts-mls/crypto/implementation/noble/makeHashImpl.js';
export { getCiphersuiteFromName } from 'ts-mls/crypto/ciphersuite.js';
export { defaultKeyPackageEqualityConfig } from 'ts-mls/keyPackageEqualityConfig.js';
export { generateKeyPackageWithKey, verifyKeyPackage } from 'ts-mls/keyPackage.js';
export { mlsExporter } from 'ts-mls/keySchedule.js';
export { verifyLeafNodeSignatureKeyPackage } from 'ts-mls/leafNode.js';
export { defaultLifetime } from 'ts-mls/lifetime.js';
export { defaultLifetimeConfig } from 'ts-mls/lifetimeConfig.js';
export { decodeMlsMessage, encodeMlsMessage } from 'ts-mls/message.js';
export { defaultPaddingConfig } from 'ts-mls/paddingConfig.js';
export { processPublicMessage } from 'ts-mls/processMessages.js';
export { emptyPskIndex } from 'ts-mls/pskIndex.js';
export { zeroOutUint8Array } from 'ts-mls/util/byteArray.js';
