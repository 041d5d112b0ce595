/**
 * Training: from scenes through losses and gradients to parameters. May use the rest of this module, and of core what the networks
 * are made of.
 */
package io.dynafuse.training;
