package io.dynafuse.checkpoint;

/** A tensor of an open checkpoint: its layout in its storage, and where the bytes of that storage are. */
record LocatedTensor(TensorLayout layout, ByteSource storage) {}
