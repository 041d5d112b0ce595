/**
 * Measures what was fused: one image, folders of images, several methods side by side. Knows images and metrics; the command
 * only parses its options and prints what is found here.
 */
package io.dynafuse.evaluation;
