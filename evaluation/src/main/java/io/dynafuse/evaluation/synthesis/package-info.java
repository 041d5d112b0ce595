/**
 * Writes scenes that are made of nothing, or of photographs, as datasets. Knows the makers of scenes ({@link
 * io.dynafuse.training.scene.SceneMaker}), how datasets lie in folders, and who works on many scenes. Start with {@link
 * io.dynafuse.evaluation.synthesis.SyntheticDataset}.
 */
package io.dynafuse.evaluation.synthesis;
