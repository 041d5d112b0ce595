package io.dynafuse.detection;

import io.dynafuse.detection.OutputLayout.Output;
import io.dynafuse.graph.Graph;
import io.dynafuse.graph.GraphFunction;
import io.dynafuse.graph.GraphFunction.Port;
import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.torch.EngineThread;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A detector that comes as a {@linkplain Graph graph}, in the convention of Ultralytics' exports: takes {@code [1,3,H,W]} of red, green and blue
 * in [0,1], and returns boxes in one of three {@linkplain OutputLayout layouts}. Images are letterboxed: scaled to fit, with gray (114 of 255)
 * around.
 */
public final class GraphDetector implements Detector {
    private static final int USUAL_SIDE = 640;

    /** The greatest step of the networks whose input may have any size. */
    private static final int MULTIPLE = 32;

    private static final int LARGEST_SIDE = 8192;

    private final String name;
    private final Graph graph;
    private final GraphFunction function;
    private final int width;
    private final int height;
    private final List<String> classes;
    private final DetectionSettings settings;
    private final OutputLayout layout;
    private final EngineThread thread;

    private GraphDetector(Builder builder, EngineThread thread) {
        this.name = builder.name;
        this.graph = builder.graph;
        this.function = function(graph);
        this.width = builder.side(function, 3);
        this.height = builder.side(function, 2);
        this.classes = builder.classes;
        this.settings = builder.settings;
        this.thread = thread;
        // A gray image shows what it returns before any work is done.
        Output trial = output(Image.of(1, 1, 1, new float[] {0.5f}, SampleDepth.BITS_8));
        this.layout = builder.layout(trial);
    }

    /**
     * Begins a detector.
     *
     * @param graph that it takes over, and closes when it closes or cannot be opened
     * @param name of the graph's file, for messages
     * @param classes names of its classes, in their order
     */
    public static Builder of(Graph graph, String name, List<String> classes) {
        return new Builder(graph, name, classes);
    }

    /** Gathers what a graph does not say. */
    public static final class Builder {
        private final Graph graph;
        private final String name;
        private final List<String> classes;
        private DetectionSettings settings = DetectionSettings.SCORING;
        private Optional<OutputLayout> chosen = Optional.empty();
        private OptionalInt side = OptionalInt.empty();

        private Builder(Graph graph, String name, List<String> classes) {
            this.graph = graph;
            this.name = name;
            this.classes = List.copyOf(classes);
        }

        /** Which boxes are detections; {@link DetectionSettings#SCORING} if not called. */
        public Builder settings(DetectionSettings which) {
            this.settings = which;
            return this;
        }

        /** The layout of its output; recognised if not called. */
        public Builder layout(OutputLayout which) {
            this.chosen = Optional.of(which);
            return this;
        }

        /** The side of its square input, a multiple of 32; 640 where the graph leaves it open if not called. */
        public Builder side(int pixels) {
            this.side = OptionalInt.of(pixels);
            return this;
        }

        /**
         * Opens it, with a trial on a gray image. Closes the graph if that fails.
         *
         * @throws IllegalArgumentException if the graph takes or returns something else than a detector does; one line that names it
         * @throws io.dynafuse.torch.EngineException if it fails
         */
        public Detector open() {
            EngineThread thread = EngineThread.shared();
            try {
                return new GraphDetector(this, thread);
            } catch (RuntimeException e) {
                thread.closeAfter(graph::close);
                throw e;
            }
        }

        private int side(GraphFunction function, int dimension) {
            long declared = function.inputs().get(0).shape().isEmpty()
                    ? Port.ANY
                    : function.inputs().get(0).shape().get(dimension);
            long found = declared == Port.ANY ? side.orElse(USUAL_SIDE) : declared;
            if (side.isPresent() && side.getAsInt() != found) {
                throw wrong(name, "takes images of side " + declared + ", found " + side.getAsInt());
            }
            if (found < 1 || found > LARGEST_SIDE || declared == Port.ANY && found % MULTIPLE != 0) {
                throw wrong(
                        name,
                        "expected a side that is a multiple of " + MULTIPLE + " and at most " + LARGEST_SIDE
                                + ", found " + found);
            }
            return (int) found;
        }

        private OutputLayout layout(Output trial) {
            try {
                if (chosen.isEmpty()) {
                    return OutputLayout.of(trial);
                }
                OutputLayout layout = chosen.get();
                if (!layout.fits(trial.rows(), trial.columns(), classes.size())) {
                    throw new IllegalArgumentException("returns " + trial.shape() + "; expected " + layout.id() + " "
                            + layout.shape() + " for " + classes.size() + " classes");
                }
                return layout;
            } catch (IllegalArgumentException e) {
                throw wrong(name, e.getMessage());
            }
        }
    }

    private static IllegalArgumentException wrong(String name, String reason) {
        return new IllegalArgumentException(name + ": " + reason);
    }

    private GraphFunction function(Graph of) {
        GraphFunction found = of.functions().stream()
                .filter(each -> each.name().equals(GraphFunction.FORWARD))
                .findFirst()
                .orElseThrow(() -> wrong(
                        name,
                        "expected a function " + GraphFunction.FORWARD + ", found "
                                + of.functions().stream()
                                        .map(GraphFunction::name)
                                        .toList()));
        if (found.inputs().size() != 1) {
            throw wrong(name, "expected one input, found " + found.inputs().size());
        }
        List<Long> shape = found.inputs().get(0).shape();
        boolean isImage = shape.isEmpty()
                || shape.size() == 4 && Math.abs(shape.get(0)) == 1 && (shape.get(1) == 3 || shape.get(1) == Port.ANY);
        if (!isImage) {
            throw wrong(name, "expected an input of shape [1, 3, height, width], found " + shape);
        }
        return found;
    }

    @Override
    public String description() {
        String suppression = layout == OutputLayout.END_TO_END
                ? "boxes as they are"
                : "of boxes of one class that overlap by more than " + settings.overlap() + ", the most confident";
        return name + ": letterbox of " + width + " x " + height + ", gray around, bilinear; output " + layout.id()
                + " " + layout.shape() + "; " + suppression + "; " + settings.words();
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public List<Detection> detect(Image image) {
        Letterbox letterbox = letterbox(image);
        List<Detection> inImage = new ArrayList<>();
        for (Detection each : stayed(image)) {
            letterbox
                    .toImage(each.box())
                    .ifPresent(box -> inImage.add(new Detection(box, each.label(), each.confidence())));
        }
        return Collections.unmodifiableList(inImage);
    }

    /** The detections in pixels of the letterbox, the most confident first. */
    private List<Detection> stayed(Image image) {
        Output output = output(image);
        try {
            List<Detection> found = layout.read(output, settings.confidence());
            return layout == OutputLayout.END_TO_END
                    ? found.stream()
                            .sorted(Detection.MOST_CONFIDENT)
                            .limit(settings.most())
                            .toList()
                    : NonMaximumSuppression.of(found, settings);
        } catch (IllegalArgumentException e) {
            throw wrong(name, e.getMessage());
        }
    }

    private Letterbox letterbox(Image image) {
        return new Letterbox(image.width(), image.height(), width, height);
    }

    private Output output(Image image) {
        try {
            return thread.call(() -> run(letterbox(image), image));
        } catch (IllegalArgumentException e) {
            throw wrong(name, e.getMessage());
        } catch (Exception e) {
            throw unchecked(e);
        }
    }

    /** What the graph returns for an image; of several tensors the first, as the others are what it was made from. */
    private Output run(Letterbox letterbox, Image image) {
        try (Scope scope = Scope.open()) {
            List<Tensor> returned = graph.run(function.name(), List.of(letterbox.tensor(image)));
            if (returned.isEmpty()) {
                throw new IllegalArgumentException("returns nothing; expected boxes");
            }
            long[] shape = returned.get(0).shape();
            if (shape.length != 3 || shape[0] != 1) {
                throw new IllegalArgumentException("returns a tensor of shape " + Arrays.toString(shape)
                        + "; expected three dimensions, the first of size 1");
            }
            return new Output(
                    returned.get(0).toFloats(), Math.toIntExact(shape[1]), Math.toIntExact(shape[2]), classes);
        }
    }

    private static RuntimeException unchecked(Exception failure) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return failure instanceof RuntimeException runtime ? runtime : new IllegalStateException(failure);
    }

    /** Closes the graph, once it is done with what it does. */
    @Override
    public void close() {
        thread.closeAfter(graph::close);
    }
}
