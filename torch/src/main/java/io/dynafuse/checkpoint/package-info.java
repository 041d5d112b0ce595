/**
 * Checkpoints: what is inside a file of trained weights, and its values. Reads safetensors and both PyTorch containers
 * without running anything a file asks for, and writes safetensors. May use {@code io.dynafuse.files}, nothing else of the
 * project: tensors leave this package as plain arrays. Start with {@link io.dynafuse.checkpoint.Checkpoint}; the pickle
 * allow-list is in {@code TorchUnpickler}, the naming rules are in {@code TensorNames}.
 */
package io.dynafuse.checkpoint;
