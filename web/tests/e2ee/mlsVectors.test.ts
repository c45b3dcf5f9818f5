// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { decodeAuthenticatedContent, type AuthenticatedContent } from 'ts-mls/authenticatedContent.js';
import { determineLength } from 'ts-mls/codec/variableLength.js';
import type { Decoder } from 'ts-mls/codec/tlsDecoder.js';
import type { Encoder } from 'ts-mls/codec/tlsEncoder.js';
import { decodeCommit, encodeCommit } from 'ts-mls/commit.js';
import { addLeafNode, decodeRatchetTree, encodeRatchetTree, removeLeafNode, resolution, updateLeafNode, type RatchetTree } from 'ts-mls/ratchetTree.js';
import { decryptWithLabel, encryptWithLabel } from 'ts-mls/crypto/hpke.js';
import { deriveSecret, deriveTreeSecret, expandWithLabel } from 'ts-mls/crypto/kdf.js';
import { refhash } from 'ts-mls/crypto/hash.js';
import { signWithLabel, verifyWithLabel } from 'ts-mls/crypto/signature.js';
import { verifyConfirmationTag } from 'ts-mls/framedContent.js';
import { decodeGroupContext, encodeGroupContext, extractJoinerSecret } from 'ts-mls/groupContext.js';
import { extractWelcomeSecret, verifyGroupInfoConfirmationTag, verifyGroupInfoSignature } from 'ts-mls/groupInfo.js';
import { decodeGroupSecrets, encodeGroupSecrets } from 'ts-mls/groupSecrets.js';
import { verifyLeafNodeSignature, verifyLeafNodeSignatureKeyPackage } from 'ts-mls/leafNode.js';
import { makeKeyPackageRef } from 'ts-mls/keyPackage.js';
import { deriveKeySchedule, mlsExporter } from 'ts-mls/keySchedule.js';
import { decodeMlsMessage, encodeMlsMessage } from 'ts-mls/message.js';
import { unprotectPrivateMessage } from 'ts-mls/messageProtection.js';
import { unprotectPublicMessage } from 'ts-mls/messageProtectionPublic.js';
import { verifyParentHashes } from 'ts-mls/parentHash.js';
import { getCommitSecret, pathToRoot } from 'ts-mls/pathSecrets.js';
import * as proposals from 'ts-mls/proposal.js';
import { computePskSecret, type PreSharedKeyID } from 'ts-mls/presharedkey.js';
import { createSecretTree, deriveKey, deriveNonce, ratchetUntil } from 'ts-mls/secretTree.js';
import { expandSenderDataKey, expandSenderDataNonce } from 'ts-mls/sender.js';
import { createConfirmedHash, createInterimHash } from 'ts-mls/transcriptHash.js';
import { treeHash, treeHashRoot } from 'ts-mls/treeHash.js';
import * as math from 'ts-mls/treemath.js';
import { applyUpdatePath, decodeUpdatePath } from 'ts-mls/updatePath.js';
import { applyUpdatePathSecret } from 'ts-mls/createCommit.js';
import { toPrivateKeyPath } from 'ts-mls/privateKeyPath.js';
import { decryptGroupInfo, decryptGroupSecrets } from 'ts-mls/welcome.js';
import type { CiphersuiteImpl } from '../../src/e2ee/mls';
import { SUITE_NAME, suiteSignedBy } from '../../src/e2ee/suite';
import { ed25519FromSeed } from '../../src/protocol/keys';
import { describeVectors, hex, toHex } from '../shared';

/** The library under our cipher suite 1 against the vectors of the MLS working group. Other suites are not ours. */
interface Suited { cipher_suite: number }
type Fields = Record<string, string>;

const { privateKey: anyKey } = await ed25519FromSeed(new Uint8Array(32));
const suite = await suiteSignedBy(anyKey);
const handle = new Uint8Array(0);
const ours = <T extends Suited>(vectors: T[]): T[] => vectors.filter((vector) => vector.cipher_suite === 1);

function decoded<T>(decoder: Decoder<T>, text: string): T {
  const result = decoder(hex(text), 0);
  if (result === undefined || result[1] !== text.length / 2) { throw new Error('does not decode as a whole'); }
  return result[0];
}

async function signingSuite(seed: string): Promise<CiphersuiteImpl> {
  return suiteSignedBy((await ed25519FromSeed(hex(seed))).privateKey);
}

interface CryptoBasics extends Suited {
  derive_secret: Fields; ref_hash: Fields; sign_with_label: Fields; encrypt_with_label: Fields;
  derive_tree_secret: { secret: string; label: string; generation: number; length: number; out: string };
  expand_with_label: { secret: string; label: string; context: string; length: number; out: string };
}
describeVectors<CryptoBasics[]>('mls/crypto-basics.json', (vectors) => {
  it.each(ours(vectors))('case %#', async (v) => {
    expect(toHex(await refhash(v.ref_hash['label']!, hex(v.ref_hash['value']!), suite.hash))).toBe(v.ref_hash['out']);
    expect(toHex(await deriveSecret(hex(v.derive_secret['secret']!), v.derive_secret['label']!, suite.kdf))).toBe(v.derive_secret['out']);
    const tree = v.derive_tree_secret;
    expect(toHex(await deriveTreeSecret(hex(tree.secret), tree.label, tree.generation, tree.length, suite.kdf))).toBe(tree.out);
    const expand = v.expand_with_label;
    expect(toHex(await expandWithLabel(hex(expand.secret), expand.label, hex(expand.context), expand.length, suite.kdf))).toBe(expand.out);

    const { priv, pub, content, label, signature } = v.sign_with_label as Record<'priv' | 'pub' | 'content' | 'label' | 'signature', string>;
    expect(await verifyWithLabel(hex(pub), label, hex(content), hex(signature), suite.signature)).toBe(true);
    const own = await signWithLabel(handle, label, hex(content), (await signingSuite(priv)).signature);
    expect(toHex(own)).toBe(signature);

    const seal = v.encrypt_with_label as Record<'priv' | 'pub' | 'label' | 'context' | 'plaintext' | 'kem_output' | 'ciphertext', string>;
    const privateKey = await suite.hpke.importPrivateKey(hex(seal.priv));
    expect(toHex(await decryptWithLabel(privateKey, seal.label, hex(seal.context), hex(seal.kem_output), hex(seal.ciphertext), suite.hpke))).toBe(seal.plaintext);
    const again = await encryptWithLabel(await suite.hpke.importPublicKey(hex(seal.pub)), seal.label, hex(seal.context), hex(seal.plaintext), suite.hpke);
    expect(toHex(await decryptWithLabel(privateKey, seal.label, hex(seal.context), again.enc, again.ct, suite.hpke))).toBe(seal.plaintext);
  });
});

interface KeySchedule extends Suited { initial_init_secret: string; group_id: string; epochs: (Fields & { exporter: { label: string; context: string; length: number; secret: string } })[] }
describeVectors<KeySchedule[]>('mls/key-schedule.json', (vectors) => {
  it.each(ours(vectors))('case %#', async ({ initial_init_secret, epochs }) => {
    let initSecret: Uint8Array = hex(initial_init_secret);
    for (const epoch of epochs) {
      const context = decoded(decodeGroupContext, epoch['group_context']!);
      expect(toHex(encodeGroupContext(context))).toBe(epoch['group_context']);
      const joiner = await extractJoinerSecret(context, initSecret, hex(epoch['commit_secret']!), suite.kdf);
      expect(toHex(joiner)).toBe(epoch['joiner_secret']);
      const psk = hex(epoch['psk_secret']!);
      expect(toHex(await extractWelcomeSecret(joiner, psk, suite.kdf))).toBe(epoch['welcome_secret']);
      const [schedule, encryptionSecret] = await deriveKeySchedule(joiner, psk, context, suite.kdf);
      expect(toHex(encryptionSecret)).toBe(epoch['encryption_secret']);
      expect(Object.fromEntries(Object.entries(schedule).map(([name, value]) => [name, toHex(value as Uint8Array)]))).toMatchObject({
        senderDataSecret: epoch['sender_data_secret'], exporterSecret: epoch['exporter_secret'], externalSecret: epoch['external_secret'],
        confirmationKey: epoch['confirmation_key'], membershipKey: epoch['membership_key'], resumptionPsk: epoch['resumption_psk'],
        epochAuthenticator: epoch['epoch_authenticator'], initSecret: epoch['init_secret'],
      });
      const { label, context: exported, length, secret } = epoch.exporter;
      expect(toHex(await mlsExporter(schedule.exporterSecret, label, hex(exported), length, suite))).toBe(secret);
      const external = await suite.hpke.deriveKeyPair(schedule.externalSecret);
      expect(toHex(await suite.hpke.exportPublicKey(external.publicKey))).toBe(epoch['external_pub']);
      initSecret = schedule.initSecret;
    }
  });
});

interface MessageProtection extends Suited {
  group_id: string; epoch: number; tree_hash: string; confirmed_transcript_hash: string; signature_pub: string; encryption_secret: string;
  sender_data_secret: string; membership_key: string; proposal: string; proposal_priv: string; proposal_pub: string; commit: string;
  commit_priv: string; commit_pub: string; application: string; application_priv: string;
}
describeVectors<MessageProtection[]>('mls/message-protection.json', (vectors) => {
  it.each(ours(vectors))('case %#', async (v) => {
    const context = {
      version: 'mls10', cipherSuite: SUITE_NAME, groupId: hex(v.group_id), epoch: BigInt(v.epoch), treeHash: hex(v.tree_hash),
      confirmedTranscriptHash: hex(v.confirmed_transcript_hash), extensions: [],
    } as const;
    const retention = { retainKeysForGenerations: 10, retainKeysForEpochs: 1, maximumForwardRatchetSteps: 10 };
    const openPrivate = async (text: string): Promise<AuthenticatedContent> => {
      const message = decoded(decodeMlsMessage, text);
      if (message.wireformat !== 'mls_private_message') { throw new Error('not a PrivateMessage'); }
      const tree = await createSecretTree(2, hex(v.encryption_secret), suite.kdf);
      // The vectors have no ratchet tree; the sender, leaf 1, is known by its key alone.
      const leaf = { nodeType: 'leaf' } as never;
      const result = await unprotectPrivateMessage(hex(v.sender_data_secret), message.privateMessage, tree, [leaf, undefined, leaf], { ...context, extensions: [] }, retention, suite, hex(v.signature_pub));
      return result.content;
    };
    const openPublic = async (text: string): Promise<AuthenticatedContent> => {
      const message = decoded(decodeMlsMessage, text);
      if (message.wireformat !== 'mls_public_message') { throw new Error('not a PublicMessage'); }
      return unprotectPublicMessage(hex(v.membership_key), { ...context, extensions: [] }, [], message.publicMessage, suite, hex(v.signature_pub));
    };
    for (const { content } of [await openPrivate(v.proposal_priv), await openPublic(v.proposal_pub)]) {
      expect(content.contentType === 'proposal' && toHex(proposals.encodeProposal(content.proposal))).toBe(v.proposal);
    }
    for (const { content } of [await openPrivate(v.commit_priv), await openPublic(v.commit_pub)]) {
      expect(content.contentType === 'commit' && toHex(encodeCommit(content.commit))).toBe(v.commit);
    }
    const { content } = await openPrivate(v.application_priv);
    expect(content.contentType === 'application' && toHex(content.applicationData)).toBe(v.application);
  });
});

describeVectors<Fields[]>('mls/messages.json', (vectors) => {
  const codecs: Record<string, [Decoder<never>, Encoder<never>]> = Object.fromEntries([
    ...['mls_welcome', 'mls_group_info', 'mls_key_package', 'public_message_application', 'public_message_proposal', 'public_message_commit', 'private_message']
      .map((name) => [name, [decodeMlsMessage, encodeMlsMessage]]),
    ['ratchet_tree', [decodeRatchetTree, encodeRatchetTree]], ['group_secrets', [decodeGroupSecrets, encodeGroupSecrets]],
    ['add_proposal', [proposals.decodeAdd, proposals.encodeAdd]], ['update_proposal', [proposals.decodeUpdate, proposals.encodeUpdate]],
    ['remove_proposal', [proposals.decodeRemove, proposals.encodeRemove]], ['pre_shared_key_proposal', [proposals.decodePSK, proposals.encodePSK]],
    ['re_init_proposal', [proposals.decodeReinit, proposals.encodeReinit]], ['external_init_proposal', [proposals.decodeExternalInit, proposals.encodeExternalInit]],
    ['group_context_extensions_proposal', [proposals.decodeGroupContextExtensions, proposals.encodeGroupContextExtensions]], ['commit', [decodeCommit, encodeCommit]],
  ]);

  it('300 of each kind are read and written back', () => {
    for (const vector of vectors) {
      expect(Object.keys(vector).sort()).toEqual(Object.keys(codecs).sort());
      const changed = Object.entries(codecs).filter(([name, [decode, encode]]) => toHex(encode(decoded(decode, vector[name]!))) !== vector[name]);
      expect(changed.map(([name]) => name)).toEqual([]);
    }
  });
});

interface Psk extends Suited { psks: { psk_id: string; psk: string; psk_nonce: string }[]; psk_secret: string }
describeVectors<Psk[]>('mls/psk_secret.json', (vectors) => {
  it.each(ours(vectors))('case %#', async ({ psks, psk_secret }) => {
    const entries = psks.map(({ psk_id, psk, psk_nonce }): [PreSharedKeyID, Uint8Array] => [{ psktype: 'external', pskId: hex(psk_id), pskNonce: hex(psk_nonce) as never }, hex(psk)]);
    expect(toHex(await computePskSecret(entries, suite))).toBe(psk_secret);
  });
});

interface Ratchet { generation: number; application_key: string; application_nonce: string; handshake_key: string; handshake_nonce: string }
interface SecretTree extends Suited { encryption_secret: string; sender_data: Record<'sender_data_secret' | 'ciphertext' | 'key' | 'nonce', string>; leaves: Ratchet[][] }
describeVectors<SecretTree[]>('mls/secret-tree.json', (vectors) => {
  it.each(ours(vectors))('case %#', async ({ encryption_secret, sender_data, leaves }) => {
    const { sender_data_secret, ciphertext, key, nonce } = sender_data;
    expect(toHex(await expandSenderDataKey(suite, hex(sender_data_secret), hex(ciphertext)))).toBe(key);
    expect(toHex(await expandSenderDataNonce(suite, hex(sender_data_secret), hex(ciphertext)))).toBe(nonce);
    const tree = await createSecretTree(leaves.length, hex(encryption_secret), suite.kdf);
    const retention = { retainKeysForGenerations: 20, retainKeysForEpochs: 1, maximumForwardRatchetSteps: 20 };
    for (const [leaf, generations] of leaves.entries()) {
      for (const expected of generations) {
        for (const ratchet of ['application', 'handshake'] as const) {
          const [{ secret }] = await ratchetUntil(tree[leaf * 2]![ratchet], expected.generation, retention, suite.kdf);
          expect(toHex(await deriveKey(secret, expected.generation, suite))).toBe(expected[`${ratchet}_key`]);
          expect(toHex(await deriveNonce(secret, expected.generation, suite))).toBe(expected[`${ratchet}_nonce`]);
        }
      }
    }
  });
});

interface Transcript extends Suited { confirmation_key: string; authenticated_content: string; interim_transcript_hash_before: string; confirmed_transcript_hash_after: string; interim_transcript_hash_after: string }
describeVectors<Transcript[]>('mls/transcript-hashes.json', (vectors) => {
  it.each(ours(vectors))('case %#', async (v) => {
    const { wireformat, content, auth } = decoded(decodeAuthenticatedContent, v.authenticated_content);
    if (content.contentType !== 'commit' || auth.contentType !== 'commit') { throw new Error('not a commit'); }
    const confirmed = await createConfirmedHash(hex(v.interim_transcript_hash_before), { wireformat, content, signature: auth.signature }, suite.hash);
    expect(toHex(confirmed)).toBe(v.confirmed_transcript_hash_after);
    expect(await verifyConfirmationTag(hex(v.confirmation_key), auth.confirmationTag, confirmed, suite.hash)).toBe(true);
    expect(toHex(await createInterimHash(confirmed, auth.confirmationTag, suite.hash))).toBe(v.interim_transcript_hash_after);
  });
});

interface TreeMath { n_leaves: number; n_nodes: number; root: number; left: (number | null)[]; right: (number | null)[]; parent: (number | null)[]; sibling: (number | null)[] }
describeVectors<TreeMath[]>('mls/tree-math.json', (vectors) => {
  it.each(vectors)('$n_leaves leaves', (v) => {
    const orNull = (f: () => number): number | null => { try { return f(); } catch { return null; } };
    expect(math.nodeWidth(v.n_leaves)).toBe(v.n_nodes);
    expect(math.root(v.n_leaves)).toBe(v.root);
    for (let i = 0; i < v.n_nodes; i++) {
      const node = math.toNodeIndex(i);
      expect([orNull(() => math.left(node)), orNull(() => math.right(node)), orNull(() => math.parent(node, v.n_leaves)), orNull(() => math.sibling(node, v.n_leaves))])
        .toEqual([v.left[i], v.right[i], v.parent[i], v.sibling[i]]);
    }
  });
});

interface TreeOperation extends Suited { tree_before: string; tree_after: string; tree_hash_before: string; tree_hash_after: string; proposal: string; proposal_sender: number }
describeVectors<TreeOperation[]>('mls/tree-operations.json', (vectors) => {
  it.each(ours(vectors))('case %#', async (v) => {
    const before = decoded(decodeRatchetTree, v.tree_before);
    expect(toHex(await treeHashRoot(before, suite.hash))).toBe(v.tree_hash_before);
    const after = applied(before, decoded(proposals.decodeProposal, v.proposal), v.proposal_sender);
    expect(toHex(encodeRatchetTree(after))).toBe(v.tree_after);
    expect(toHex(await treeHashRoot(after, suite.hash))).toBe(v.tree_hash_after);
  });

  function applied(tree: RatchetTree, proposal: proposals.Proposal, sender: number): RatchetTree {
    switch (proposal.proposalType) {
      case 'add': return addLeafNode(tree, proposal.add.keyPackage.leafNode)[0];
      case 'update': return updateLeafNode(tree, proposal.update.leafNode, math.toLeafIndex(sender));
      case 'remove': return removeLeafNode(tree, math.toLeafIndex(proposal.remove.removed));
      default: throw new Error('no tree operation');
    }
  }
});

interface TreeValidation extends Suited { tree: string; group_id: string; tree_hashes: string[]; resolutions: number[][] }
describeVectors<TreeValidation[]>('mls/tree-validation.json', (vectors) => {
  it.each(ours(vectors))('case %#', async (v) => {
    const tree = decoded(decodeRatchetTree, v.tree);
    for (const [i, expected] of v.tree_hashes.entries()) {
      expect(toHex(await treeHash(tree, math.toNodeIndex(i), suite.hash))).toBe(expected);
      expect(resolution(tree, math.toNodeIndex(i))).toEqual(v.resolutions[i]);
    }
    expect(await verifyParentHashes(tree, suite.hash)).toBe(true);
    for (const [i, node] of tree.entries()) {
      if (node?.nodeType !== 'leaf') { continue; }
      const signed = node.leaf.leafNodeSource === 'key_package'
        ? verifyLeafNodeSignatureKeyPackage(node.leaf, suite.signature)
        : verifyLeafNodeSignature(node.leaf, hex(v.group_id), math.nodeToLeafIndex(math.toNodeIndex(i)), suite.signature);
      expect(await signed).toBe(true);
    }
  });
});

interface TreeKem extends Suited {
  group_id: string; epoch: number; confirmed_transcript_hash: string; ratchet_tree: string;
  leaves_private: { index: number; encryption_priv: string; signature_priv: string; path_secrets: { node: number; path_secret: string }[] }[];
  update_paths: { sender: number; update_path: string; path_secrets: (string | null)[]; commit_secret: string; tree_hash_after: string }[];
}
describeVectors<TreeKem[]>('mls/treekem.json', (vectors) => {
  it.each(ours(vectors))('case %#', async (v) => {
    const tree = decoded(decodeRatchetTree, v.ratchet_tree);
    for (const { sender, update_path, path_secrets, commit_secret, tree_hash_after } of v.update_paths) {
      const path = decoded(decodeUpdatePath, update_path);
      const updated = await applyUpdatePath(tree, math.toLeafIndex(sender), path, suite.hash);
      expect(toHex(await treeHashRoot(updated, suite.hash))).toBe(tree_hash_after);
      const context = {
        version: 'mls10', cipherSuite: SUITE_NAME, groupId: hex(v.group_id), epoch: BigInt(v.epoch), treeHash: hex(tree_hash_after),
        confirmedTranscriptHash: hex(v.confirmed_transcript_hash), extensions: [],
      } as const;
      for (const { index, encryption_priv, path_secrets: held } of v.leaves_private) {
        if (index === sender) { continue; }
        const secrets = Object.fromEntries(held.map(({ node, path_secret }) => [node, hex(path_secret)]));
        const keys = await toPrivateKeyPath(secrets, index, suite);
        const privatePath = { leafIndex: index, privateKeys: { ...keys.privateKeys, [index * 2]: hex(encryption_priv) } };
        const found = await applyUpdatePathSecret(tree, privatePath, math.toLeafIndex(sender), { ...context, extensions: [] }, path, [], suite);
        expect(toHex(found.pathSecret)).toBe(path_secrets[index]);
        const toTop = await pathToRoot(updated, math.toNodeIndex(found.nodeIndex), found.pathSecret, suite.kdf);
        const root = math.root(math.leafWidth(updated.length));
        expect(toHex(await getCommitSecret(updated, root, toTop[root]!, suite.kdf))).toBe(commit_secret);
      }
    }
  });
});

interface WelcomeVector extends Suited { init_priv: string; key_package: string; signer_pub: string; welcome: string }
describeVectors<WelcomeVector[]>('mls/welcome.json', (vectors) => {
  it.each(ours(vectors))('case %#', async (v) => {
    const welcome = decoded(decodeMlsMessage, v.welcome);
    const keyPackage = decoded(decodeMlsMessage, v.key_package);
    if (welcome.wireformat !== 'mls_welcome' || keyPackage.wireformat !== 'mls_key_package') { throw new Error('other messages'); }
    const reference = await makeKeyPackageRef(keyPackage.keyPackage, suite.hash);
    const secrets = (await decryptGroupSecrets(await suite.hpke.importPrivateKey(hex(v.init_priv)), reference, welcome.welcome, suite.hpke))!;
    const psk = new Uint8Array(suite.kdf.size);
    const info = (await decryptGroupInfo(welcome.welcome, secrets.joinerSecret, psk, suite))!;
    expect(await verifyGroupInfoSignature(info, hex(v.signer_pub), suite.signature)).toBe(true);
    expect(await verifyGroupInfoConfirmationTag(info, secrets.joinerSecret, psk, suite)).toBe(true);
  });
});

describeVectors<{ vlbytes_header: string; length: number }[]>('mls/deserialization.json', (vectors) => {
  it.each(vectors)('$vlbytes_header is $length', ({ vlbytes_header, length }) => {
    expect(determineLength(hex(vlbytes_header), 0).length).toBe(length);
  });
});
