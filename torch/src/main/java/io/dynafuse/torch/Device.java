package io.dynafuse.torch;

/** Where tensors live and operations run. */
public enum Device {
    /** The processor. */
    CPU,
    /** The first NVIDIA GPU; needs a build with the {@code cuda} Maven profile. */
    CUDA;

    org.bytedeco.pytorch.Device toNative() {
        return new org.bytedeco.pytorch.Device(this == CPU ? "cpu" : "cuda:0");
    }
}
