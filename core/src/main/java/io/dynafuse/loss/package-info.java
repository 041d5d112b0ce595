/**
 * All differentiable losses between images: one number for the distance of an image from a target ({@link io.dynafuse.loss.FusionLoss}),
 * or from a truth or its sources ({@link io.dynafuse.loss.TrainingLoss}). May use {@code torch}, but no network. Start with {@link
 * io.dynafuse.loss.LossTerm} and {@link io.dynafuse.loss.SourceTerm}.
 */
package io.dynafuse.loss;
