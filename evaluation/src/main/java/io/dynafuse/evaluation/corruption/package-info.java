/**
 * Makes good material bad, reproducibly: images by {@link io.dynafuse.evaluation.corruption.Corruption}, networks by {@link
 * io.dynafuse.evaluation.corruption.ParameterNoise}. Knows images, tensors and how networks are loaded, neither fusion nor metrics; every random number comes
 * from {@link io.dynafuse.random.Seeds}.
 */
package io.dynafuse.evaluation.corruption;
