/**
 * What happens to sources between reading and fusion: they get one size, and a range of values in which a network sees contrast. May use
 * {@code image} and {@code task}. Start with {@link io.dynafuse.preparation.SourcePreparation}.
 */
package io.dynafuse.preparation;
