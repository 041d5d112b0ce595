/**
 * Training: from scenes through losses and gradients to parameters. May use the rest of this module, and of core what the networks
 * are made of and what they are kept in, but not how images are fused with them. Start with {@link io.dynafuse.training.Training}.
 */
package io.dynafuse.training;
