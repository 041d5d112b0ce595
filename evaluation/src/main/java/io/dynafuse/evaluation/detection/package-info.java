/**
 * What a detector finds in the sources of scenes and in what is fused of them, side by side. Start with {@link
 * io.dynafuse.evaluation.detection.DetectionRun}.
 */
package io.dynafuse.evaluation.detection;
