/**
 * Alignment: finds how the sources of a scene have moved against each other, across modalities too, says whether that can be trusted, and
 * moves them onto each other. May use {@code files}, {@code image} and {@code task}. Start at {@link io.dynafuse.align.Aligner}.
 */
package io.dynafuse.align;
