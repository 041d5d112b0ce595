/**
 * Scenes whose perfect fusion is known, made from photographs: {@link io.dynafuse.truth.FocusScenes} blurs complementary
 * regions, {@link io.dynafuse.truth.ExposureScenes} under- and over-exposes. Knows images, files and the blur and the seeds of the
 * corruptions. Start with {@link io.dynafuse.truth.TruthScenes}.
 */
package io.dynafuse.truth;
