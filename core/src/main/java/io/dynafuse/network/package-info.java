/**
 * Fusion networks as functions of parameters and inputs, what is known of each, and the list of all. May use {@code random}, {@code torch},
 * {@code weights}, {@code dominability} and, for messages, {@code files}. Each network has a package of its own below this one. Start with {@link
 * io.dynafuse.network.FusionModel}; {@link io.dynafuse.network.Networks} is where a new network is registered.
 */
package io.dynafuse.network;
