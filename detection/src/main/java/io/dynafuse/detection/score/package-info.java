/**
 * How much a detector finds: average precision by two conventions, precision and recall. Nothing in here reads files or runs a detector. Start
 * with {@link io.dynafuse.detection.score.DetectionScores}.
 */
package io.dynafuse.detection.score;
