/**
 * Finds the scenes of a dataset: which files of a folder are the sources of one scene, and which is its ground truth. Goes by the
 * names of folders and files; images are opened only where one is called a ground truth, to see whether it looks like it. {@link io.dynafuse.data.DatasetWriter} writes one. May use {@code files} and {@code image}, {@link io.dynafuse.task.Task}, how folders of images are listed ({@link
 * io.dynafuse.data.ImageFolder}), and {@link io.dynafuse.image.AreaAverage}. Start with {@link io.dynafuse.data.Dataset}.
 */
package io.dynafuse.data;
