/**
 * Fusion networks as functions of parameters and inputs, the facts about each, and the list of all. May use {@code random}, {@code task},
 * {@code torch}, {@code nn}, {@code checkpoint}, {@code dominability} and, for messages, {@code files}. A network of several files has
 * a package of its own below this one; those of one file each are in {@code zoo}. Start with {@link
 * io.dynafuse.network.FusionModel}; a new network is registered in {@link io.dynafuse.network.Networks}.
 */
package io.dynafuse.network;
