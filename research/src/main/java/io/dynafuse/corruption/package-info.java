/**
 * Degrades good material reproducibly: images by {@link io.dynafuse.corruption.Corruption}, networks by {@link
 * io.dynafuse.corruption.ParameterNoise}. May use {@code image}, {@code torch}, {@code checkpoint}, {@code network} and {@code random}, but neither fusion nor metrics; every random number comes
 * from {@link io.dynafuse.random.Seeds}. Start with {@link io.dynafuse.corruption.Corruption}.
 */
package io.dynafuse.corruption;
