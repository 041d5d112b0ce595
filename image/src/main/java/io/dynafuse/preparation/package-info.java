/**
 * What becomes of sources between reading and fusing: one size, and a range of values that a network sees contrast in. May use {@code
 * image}, {@code task}, and the list of tasks in {@code model}. Start with {@link io.dynafuse.preparation.SourcePreparation}.
 */
package io.dynafuse.preparation;
