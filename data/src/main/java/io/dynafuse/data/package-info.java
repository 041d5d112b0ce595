/**
 * Finds the scenes of a dataset, which files of a folder are the sources of one scene and which is its ground truth, and works through
 * them. Goes by the names of folders and files; images are opened only where one is called a ground truth, to see whether it looks like
 * it. May use {@code files}, {@code image}, {@code task} and {@code preparation}. Start with {@link io.dynafuse.data.Dataset}, which
 * finds the scenes, and {@link io.dynafuse.data.SceneLoop}, which works through them; {@link io.dynafuse.data.DatasetWriter} writes a
 * dataset.
 */
package io.dynafuse.data;
