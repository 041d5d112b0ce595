/**
 * Published networks whose authors' checkpoints can be had, one file each: parameters under the names of those checkpoints, the forward pass, where
 * fusion weights act, where it was published. May use what {@link io.dynafuse.network} may. Start with {@link io.dynafuse.network.zoo.DidFuse}, a plain
 * one.
 */
package io.dynafuse.network.zoo;
