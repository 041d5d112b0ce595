/**
 * Relative dominability: from a network's output for a source and the target of that output to per-pixel losses, and from these to fusion
 * weights. May use {@code torch}, {@code nn} and {@code loss}, but no network. Start with {@link io.dynafuse.dominability.Dominability}.
 */
package io.dynafuse.dominability;
