/**
 * Differentiable losses between images: one number that says how far an image is from a target. Knows tensors and no network.
 * Start with {@link io.dynafuse.loss.FusionLoss}.
 */
package io.dynafuse.loss;
