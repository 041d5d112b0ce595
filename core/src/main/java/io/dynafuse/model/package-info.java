/**
 * Fusion networks as functions of parameters and inputs, what is known of each, and the list of all. May use {@code random}, {@code torch},
 * {@code weights}, {@code dominability} and, for messages, {@code files}. Each network has a package of its own below this one. Start with {@link
 * io.dynafuse.model.FusionModel}; {@link io.dynafuse.model.Networks} is where a new network is registered.
 */
package io.dynafuse.model;
