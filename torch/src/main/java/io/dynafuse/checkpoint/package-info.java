/**
 * Checkpoints, that is, files of parameters: their tensors and the values of these. This package reads safetensors, both PyTorch
 * containers, TensorFlow checkpoints and NumPy archives without running anything that a file asks for, and writes safetensors. May use {@code io.dynafuse.files} and nothing else of
 * the project: tensors leave this package as plain arrays. Start with {@link io.dynafuse.checkpoint.Checkpoint}; the pickle
 * allow-list is in {@code TorchUnpickler}, the naming rules are in {@code TensorNames}.
 */
package io.dynafuse.checkpoint;
