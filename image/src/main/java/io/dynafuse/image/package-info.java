/**
 * Images: reading and writing their files, their samples as numbers in [0, 1], luma and chroma, and the fusion of chroma. Uses
 * nothing of the project but {@link io.dynafuse.files}. Start with {@link io.dynafuse.image.ImageFiles}, which turns a file into
 * an {@link io.dynafuse.image.Image} and back; behind it, each format has one package-private decoder and one encoder.
 */
package io.dynafuse.image;
