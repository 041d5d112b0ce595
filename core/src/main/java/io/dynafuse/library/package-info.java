/**
 * Trained weights by name: those that are part of the program and those that a user installed. A room of its own, as choosing weights
 * for a task takes networks, checkpoints and files together, and nothing of how images are fused. May use {@code files}, {@code
 * weights} and {@code model}. Start with {@link io.dynafuse.library.CheckpointLibrary}.
 *
 * <h2>Adding embedded weights</h2>
 *
 * <ol>
 *   <li>Put {@code NAME.safetensors} into {@code core/src/main/resources/io/dynafuse/store}: the tensors that the network's {@code
 *       parameterShapes} lists, its id under the metadata key {@code network}, less than {@link
 *       io.dynafuse.library.EmbeddedCheckpoint#LARGEST} bytes.
 *   <li>Put its model card beside it, {@code NAME.json}, with every field of {@link io.dynafuse.library.ModelCard}.
 *   <li>Add a line to {@code EmbeddedCheckpoint.ALL} that says which tasks it serves. The first that names a task serves it; the first of
 *       all serves where no task is known. A network that adds up features is passed over for more sources than it was trained on.
 * </ol>
 *
 * A test then holds that both files are there, whole, and of one network.
 */
package io.dynafuse.library;
