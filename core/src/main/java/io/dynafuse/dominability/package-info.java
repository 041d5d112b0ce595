/**
 * Relative dominability: from what a network makes of a source and what it should have made, to per-pixel losses, to fusion
 * weights. Knows tensors, losses and no network. Start with {@link io.dynafuse.dominability.Dominability}.
 */
package io.dynafuse.dominability;
