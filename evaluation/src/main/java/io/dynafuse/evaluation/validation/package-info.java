/**
 * Measures networks while they are trained. Knows how scenes are fused and measured, and what training asks for. Start with {@link
 * io.dynafuse.evaluation.validation.HeldOutScenes}.
 */
package io.dynafuse.evaluation.validation;
