/**
 * Scenes whose perfect fusion is known, made from photographs: {@link io.dynafuse.evaluation.truth.FocusScenes} blurs complementary
 * regions, {@link io.dynafuse.evaluation.truth.ExposureScenes} under- and over-exposes. Knows images, files and the blur and the seeds of the
 * corruptions. Start with {@link io.dynafuse.evaluation.truth.TruthScenes}.
 */
package io.dynafuse.evaluation.truth;
