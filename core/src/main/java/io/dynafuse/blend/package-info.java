/**
 * Puts the sources themselves together, pixel by pixel or scale by scale, under weights that a network's judgement decides. May use {@code
 * dominability}, {@code image} and {@code task}; knows neither engine nor network.
 */
package io.dynafuse.blend;
