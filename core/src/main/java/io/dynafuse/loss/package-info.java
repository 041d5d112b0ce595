/**
 * Differentiable losses between images, all that there are: one number that says how far an image is from a target ({@link
 * io.dynafuse.loss.FusionLoss}), or from a truth or its sources ({@link io.dynafuse.loss.TrainingLoss}). Knows tensors and no network.
 * Start with {@link io.dynafuse.loss.LossTerm} and {@link io.dynafuse.loss.SourceTerm}.
 */
package io.dynafuse.loss;
