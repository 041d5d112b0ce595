/**
 * Checkpoints by name: those that are part of the program and those that a user installed. It is a package of its own, as the choice of a
 * checkpoint for a task needs networks, checkpoints and files, but nothing of how images are fused. May use {@code files}, {@code
 * checkpoint}, {@code task} and {@code network}. Start with {@link io.dynafuse.library.CheckpointLibrary}.
 *
 * <h2>Adding an embedded checkpoint</h2>
 *
 * <ol>
 *   <li>Put {@code NAME.safetensors} into {@code core/src/main/resources/io/dynafuse/library}: the tensors that the network's {@code
 *       parameterShapes} lists, its id under the metadata key {@code network}, less than {@link
 *       io.dynafuse.library.EmbeddedCheckpoint#LARGEST} bytes.
 *   <li>Put its model card beside it, {@code NAME.json}, with every field of {@link io.dynafuse.library.ModelCard}.
 *   <li>Add a line to {@code EmbeddedCheckpoint.ALL} that says which tasks it serves. The first that names a task serves it; the first of
 *       all serves where no task is known. A network that adds up features is skipped for more sources than it was trained on.
 * </ol>
 *
 * A test then checks that both files are there, whole, and of one network.
 */
package io.dynafuse.library;
