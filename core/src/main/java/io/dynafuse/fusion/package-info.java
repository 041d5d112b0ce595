/**
 * Fusion of images: the static and the dynamic way through a network, tiles for large images, colour, bit depth. May use every
 * other package of this module; none uses it. Start with {@link io.dynafuse.fusion.Fuser} to fuse images, {@link
 * io.dynafuse.fusion.Fusion} to follow the method on tensors.
 */
package io.dynafuse.fusion;
