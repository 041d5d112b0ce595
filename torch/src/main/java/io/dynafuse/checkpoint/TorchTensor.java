package io.dynafuse.checkpoint;

import java.util.List;

/** A tensor as a pickle describes it; its elements stay where they are. */
record TorchTensor(Storage storage, TensorLayout layout) {
    /**
     * A run of elements that tensors share.
     *
     * @param key its name within the file
     */
    record Storage(String key, ElementType type, long elements) {
        /** @throws Malformed if the size is negative or overflows */
        static Storage of(String key, ElementType type, long elements) throws Malformed {
            if (elements < 0 || elements > Long.MAX_VALUE / type.bytes()) {
                throw new Malformed("storage " + key + " has the impossible size " + elements);
            }
            return new Storage(key, type, elements);
        }

        long bytes() {
            return elements * type.bytes();
        }
    }

    /** A part of a storage that acts as a storage of its own, as in old checkpoints. */
    record StorageView(Storage storage, long offset, long elements) {
        /** @throws Malformed if the view does not lie within the storage */
        static StorageView of(Storage storage, long offset, long elements) throws Malformed {
            if (offset < 0 || elements < 0 || offset > storage.elements() - elements) {
                throw new Malformed(
                        "a view of storage " + storage.key() + " leaves its " + storage.elements() + " elements");
            }
            return new StorageView(storage, offset, elements);
        }

        /** @throws Malformed if the tensor does not lie within this view */
        TorchTensor tensor(long start, List<Long> shape, List<Long> strides) throws Malformed {
            TensorLayout inView = TensorLayout.within(elements, storage.type(), shape, strides, start);
            return new TorchTensor(
                    storage, new TensorLayout(inView.type(), inView.shape(), inView.strides(), offset + start));
        }
    }
}
