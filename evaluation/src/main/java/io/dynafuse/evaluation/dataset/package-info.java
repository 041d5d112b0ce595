/**
 * Finds the scenes of a dataset: which files of a folder are the sources of one scene, and which is its ground truth. Knows names of files
 * only, and opens no image. {@link io.dynafuse.evaluation.dataset.DatasetWriter} writes one. May use {@code files} and {@code image}, {@link io.dynafuse.model.Task}, and how folders of images are listed
 * ({@link io.dynafuse.evaluation.ImageFolder}). Start with {@link io.dynafuse.evaluation.dataset.Dataset}.
 */
package io.dynafuse.evaluation.dataset;
