/** Metrics modelled on how people see: features by their phase, and contrast as the eye is sensitive to it. One file a metric, or a few of one formula. */
package io.dynafuse.metrics.perception;
