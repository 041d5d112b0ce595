/**
 * Questions about relative dominability that the paper raises or leaves open, asked of a dataset: does the theory's covariance have its
 * sign, does a bad source lose its say, which channel of a gradient to take, which variant comes closest to a known truth. May use
 * everything in this module and {@code io.dynafuse.fusion}. Start with {@link io.dynafuse.study.Studies}.
 */
package io.dynafuse.study;
