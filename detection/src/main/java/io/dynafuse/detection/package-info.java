/**
 * Whether a detector finds what is in images: boxes, truths and detections from files, detectors, and how well they agree. May use {@code
 * io.dynafuse.image}, {@code io.dynafuse.files}, {@code io.dynafuse.torch}, {@code io.dynafuse.nn}, {@code io.dynafuse.checkpoint} and {@code
 * io.dynafuse.graph}. Start with {@link io.dynafuse.detection.Detector}.
 */
package io.dynafuse.detection;
