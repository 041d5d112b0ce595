/**
 * How sources are read, and what happens to them before fusion: they get one size, and a range of values in which a network sees contrast.
 * May use {@code image}, {@code files} and {@code task}. Start with {@link io.dynafuse.preparation.SourceReading}, which reads images, and {@link
 * io.dynafuse.preparation.SourcePreparation}, which prepares them.
 */
package io.dynafuse.preparation;
