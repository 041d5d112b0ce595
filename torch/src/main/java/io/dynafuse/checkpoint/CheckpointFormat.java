package io.dynafuse.checkpoint;

/** The containers that {@link Checkpoint} reads. */
public enum CheckpointFormat {
    /** A JSON header followed by row-major tensors. */
    SAFETENSORS("safetensors"),
    /** What {@code torch.save} writes since PyTorch 1.6: a zip archive with a pickle and one entry a storage. */
    PYTORCH_ZIP("PyTorch zip"),
    /** What {@code torch.save} wrote before PyTorch 1.6: pickles followed by raw storages. */
    PYTORCH_STREAM("PyTorch stream (before 1.6)"),
    /** What {@code numpy.savez} writes: a zip archive with one entry an array. */
    NUMPY("NumPy archive"),
    /** What TensorFlow's savers write: an index, and one or more files of data beside it. */
    TENSORFLOW("TensorFlow checkpoint");

    private final String displayName;

    CheckpointFormat(String displayName) {
        this.displayName = displayName;
    }

    /** The name for people. */
    public String displayName() {
        return displayName;
    }
}
