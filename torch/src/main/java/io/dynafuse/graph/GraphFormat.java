package io.dynafuse.graph;

/** The formats of graphs. */
public enum GraphFormat {
    /** What {@code torch.jit.save} writes: an archive of code and numbers. */
    TORCHSCRIPT("TorchScript"),
    /** What {@code torch.onnx.export} and other exporters write: one list of operations, with numbers. */
    ONNX("ONNX");

    private final String displayName;

    GraphFormat(String displayName) {
        this.displayName = displayName;
    }

    /** The name for people. */
    public String displayName() {
        return displayName;
    }
}
