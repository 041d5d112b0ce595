/**
 * Fusion of images: static and dynamic fusion through a network, tiles for large images, colour, bit depth. May use every other package of
 * this module; none of them uses it. Start with {@link io.dynafuse.fusion.Fuser} to fuse images, or with {@link io.dynafuse.fusion.Fusion}
 * for the method on tensors.
 */
package io.dynafuse.fusion;
