/**
 * Puts the sources themselves together, pixel by pixel or scale by scale. Their weights follow from what the sources show and from what a
 * {@link io.dynafuse.blend.Judge}, behind which is a network, finds of them. Start at {@link io.dynafuse.blend.Blending}, which has one way for
 * each task. May use {@code dominability}, {@code image} and {@code task}; knows neither engine nor network.
 */
package io.dynafuse.blend;
