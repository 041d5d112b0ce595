/**
 * Makes good material bad, reproducibly: images by {@link io.dynafuse.corruption.Corruption}, networks by {@link
 * io.dynafuse.corruption.ParameterNoise}. Knows images, tensors and how networks are loaded, neither fusion nor metrics; every random number comes
 * from {@link io.dynafuse.random.Seeds}.
 */
package io.dynafuse.corruption;
