/**
 * Scenes whose perfect fusion is known, made from photographs: {@link io.dynafuse.truth.FocusScenes} blurs complementary
 * regions, {@link io.dynafuse.truth.ExposureScenes} under- and over-exposes. May use {@code image}, {@code random}, and the blur of
 * {@code corruption}. Start with {@link io.dynafuse.truth.TruthScenes}.
 */
package io.dynafuse.truth;
