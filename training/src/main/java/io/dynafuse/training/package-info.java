/**
 * Training: from scenes through losses and gradients to parameters. {@link io.dynafuse.training.Training} is the loop, which knows no network; a {@link
 * io.dynafuse.training.Learner} says what a step does. May use datasets, scenes, metrics and the evaluation's pictures, and all of core. Start with {@link
 * io.dynafuse.training.Learner}.
 */
package io.dynafuse.training;
