package io.dynafuse.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.graph.Graph;
import io.dynafuse.graph.GraphFunction;
import io.dynafuse.graph.GraphFunction.Port;
import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.testing.NativeObjects;
import io.dynafuse.torch.EngineException;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class GraphDetectorTest {
    private static final List<String> TWO = List.of("person", "car");
    private static final List<String> ONE = List.of("person");

    @Test
    void readsTheLayoutOfYolov8() {
        // Two boxes as columns: centre, size, and a confidence for each class.
        FakeGraph graph = new FakeGraph(64, columns(new float[][] {
            {32, 32, 16, 24, 0.9f, 0.2f}, {20, 40, 8, 8, 0.0005f, 0.6f}, {1, 1, 1, 1, 0, 0}
        }));

        try (Detector detector = open(graph, TWO)) {
            assertThat(detector.detect(gray(64, 64)))
                    .containsExactly(
                            new Detection(new Box(24, 20, 40, 44), "person", 0.9f),
                            new Detection(new Box(16, 36, 24, 44), "car", 0.6f),
                            new Detection(new Box(24, 20, 40, 44), "car", 0.2f));
            assertThat(detector.description())
                    .isEqualTo(
                            "net.onnx: letterbox of 64 x 64, gray around, bilinear; output yolov8 [1, 4 + classes, N];"
                                    + " of boxes of one class that overlap by more than 0.7, the most confident; confidence of"
                                    + " 0.001 or more, at most 300 an image");
        }
        assertThat(graph.awaitClosed()).isTrue();
    }

    @Test
    void readsTheLayoutOfYolov5() {
        FakeGraph graph = new FakeGraph(64, rows(new float[][] {{32, 32, 16, 24, 0.5f, 0.5f, 0.75f}}));

        try (Detector detector = open(graph, TWO)) {
            assertThat(detector.detect(gray(64, 64)))
                    .containsExactly(
                            new Detection(new Box(24, 20, 40, 44), "car", 0.375),
                            new Detection(new Box(24, 20, 40, 44), "person", 0.25));
        }
    }

    @Test
    void readsBoxesEndToEndWithoutSuppression() {
        FakeGraph graph = new FakeGraph(64, rows(new float[][] {
            {24, 20, 40, 44, 0.5f, 1}, {24, 20, 40, 45, 0.9f, 1}, {0, 0, 0, 0, 0, 0}
        }));

        try (Detector detector = open(graph, TWO)) {
            assertThat(detector.detect(gray(64, 64)))
                    .containsExactly(
                            new Detection(new Box(24, 20, 40, 45), "car", 0.9f),
                            new Detection(new Box(24, 20, 40, 44), "car", 0.5f));
            assertThat(detector.description()).contains("output end-to-end [1, N, 6]; boxes as they are");
        }
    }

    @Test
    void sixColumnsOfOneClassAreToldApartByWhatStandsInThem() {
        float[][] corners = {{24, 20, 40, 44, 0.5f, 0}, {0, 0, 0, 0, 0, 0}};
        float[][] centres = {{32, 32, 16, 24, 0.5f, 0.5f}, {32, 32, 16, 24, 0, 0}};

        assertThat(found(rows(corners), ONE)).containsExactly(new Detection(new Box(24, 20, 40, 44), "person", 0.5));
        assertThat(found(rows(centres), ONE)).containsExactly(new Detection(new Box(24, 20, 40, 44), "person", 0.25));
    }

    @Test
    void ofBoxesOfOneClassThatOverlapTheMostConfidentStays() {
        // Overlaps with the first: 0.75, 0.6, 1 with another class.
        FakeGraph graph = new FakeGraph(64, columns(new float[][] {
            {20, 20, 16, 16, 0.9f, 0},
            {20, 22, 16, 12, 0.8f, 0},
            {20, 24, 16, 16, 0.7f, 0},
            {20, 20, 16, 16, 0, 0.5f},
            {3, 3, 1, 1, 0, 0}
        }));

        assertThat(found(graph, TWO))
                .extracting(Detection::confidence)
                .containsExactly((double) 0.9f, (double) 0.7f, 0.5);
    }

    @Test
    void boxesAreThoseOfTheImageAndLieInIt() {
        // 200 x 100 pixels become 64 x 32, with 16 rows of gray above and below.
        FakeGraph graph = new FakeGraph(64, columns(new float[][] {
            {32, 32, 16, 8, 0.9f, 0}, {60, 20, 16, 16, 0.8f, 0}, {32, 4, 8, 8, 0.7f, 0}, {1, 1, 1, 1, 0, 0}
        }));

        try (Detector detector = open(graph, TWO)) {
            List<Detection> found = detector.detect(gray(200, 100));

            assertThat(found)
                    .extracting(Detection::box)
                    .satisfiesExactly(
                            box -> assertBox(box, 75, 37.5, 125, 62.5), box -> assertBox(box, 162.5, 0, 200, 37.5));
        }
    }

    @Test
    void tallImagesHaveGrayAtTheirSides() {
        // 100 x 200 pixels become 32 x 64, with 16 columns of gray on either side.
        FakeGraph graph = new FakeGraph(64, columns(new float[][] {
            {32, 32, 16, 8, 0.9f, 0}, {1, 1, 1, 1, 0, 0}, {1, 1, 1, 1, 0, 0}
        }));

        try (Detector detector = open(graph, TWO)) {
            assertThat(detector.detect(gray(100, 200)))
                    .extracting(Detection::box)
                    .satisfiesExactly(box -> assertBox(box, 25, 87.5, 75, 112.5));
        }
    }

    private static void assertBox(Box box, double left, double top, double right, double bottom) {
        assertThat(new double[] {box.left(), box.top(), box.right(), box.bottom()})
                .containsExactly(new double[] {left, top, right, bottom}, within(1e-9));
    }

    @Test
    void theGraphSeesTheImageInTheMiddleOfGray() {
        List<float[]> seen = new ArrayList<>();
        FakeGraph graph = new FakeGraph(4, 8, input -> {
            assertThat(input.shape()).containsExactly(1, 3, 4, 8);
            seen.add(input.toFloats());
            return Tensor.of(new float[6], 1, 6, 1);
        });
        float[] rgb = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0.2f, 0};

        try (Detector detector = open(graph, TWO)) {
            detector.detect(Image.of(2, 2, 3, rgb, SampleDepth.BITS_8));
        }

        float gray = 114 / 255f;
        float[] image = seen.get(1);
        // Twice as large, bilinear: a quarter and three quarters between the centres of pixels.
        assertThat(Arrays.copyOfRange(image, 0, 8))
                .containsExactly(new float[] {gray, gray, 1, 0.75f, 0.25f, 0, gray, gray}, within(1e-6f));
        assertThat(Arrays.copyOfRange(image, 8, 16))
                .containsExactly(new float[] {gray, gray, 0.75f, 0.5625f, 0.1875f, 0, gray, gray}, within(1e-6f));
        assertThat(image[32 + 5]).isEqualTo(1);
        assertThat(image[64 + 3 * 8 + 2]).isEqualTo(0.2f, within(1e-6f));
    }

    @Test
    void aGraphThatTakesAnySizeGetsTheUsualOneOrTheOneGiven() {
        assertThat(descriptionOf(GraphDetector.of(any(), "net.onnx", TWO))).contains("letterbox of 640 x 640");
        assertThat(descriptionOf(GraphDetector.of(any(), "net.onnx", TWO).side(320)))
                .contains("letterbox of 320 x 320");
        assertRefused(
                GraphDetector.of(any(), "net.onnx", TWO).side(100),
                "net.onnx: expected a side that is a multiple of 32 and at most 8192, found 100");
        assertRefused(
                GraphDetector.of(new FakeGraph(64, columns(new float[1][6])), "net.onnx", TWO)
                        .side(96),
                "net.onnx: takes images of side 64, found 96");
    }

    private static FakeGraph any() {
        return new FakeGraph((int) Port.ANY, columns(new float[1][6]));
    }

    private static String descriptionOf(GraphDetector.Builder builder) {
        try (Detector detector = builder.open()) {
            return detector.description();
        }
    }

    @Test
    void outputsThatAreNoBoxesAreRefused() {
        assertRefused(
                columns(new float[3][84]), TWO, "net.onnx: returns [1, 84, 3]; expected for 2 classes one of yolov8");
        assertRefused(columns(new float[100][84]), TWO, "it looks like that of 80 classes");
        assertRefused(rows(new float[6][7]), TWO, "expected a layout to be named, as it can be yolov8 and yolov5");
        assertRefused(rows(new float[][] {{1, 2, 3, Float.NaN, 0, 0, 0}}), TWO, "returns NaN; expected finite numbers");
        assertRefused(input -> Tensor.of(new float[6], 6, 1), TWO, "returns a tensor of shape [6, 1]");
        assertRefused(input -> Tensor.of(new float[12], 2, 6, 1), TWO, "returns a tensor of shape [2, 6, 1]");
        assertRefused(input -> null, TWO, "net.onnx: returns nothing");
    }

    @Test
    void aLayoutThatIsNamedIsTakenWhereItFits() {
        FakeGraph graph = new FakeGraph(64, rows(new float[][] {
            {32, 32, 16, 24, 0.5f, 0.5f, 0.75f},
            {0, 0, 0, 0, 0, 0, 0},
            {0, 0, 0, 0, 0, 0, 0},
            {0, 0, 0, 0, 0, 0, 0},
            {0, 0, 0, 0, 0, 0, 0},
            {0, 0, 0, 0, 0, 0, 0}
        }));
        try (Detector detector = GraphDetector.of(graph, "net.onnx", TWO)
                .layout(OutputLayout.YOLOV5)
                .open()) {
            assertThat(detector.detect(gray(64, 64))).hasSize(2);
        }
        assertRefused(
                GraphDetector.of(new FakeGraph(64, columns(new float[1][6])), "net.onnx", TWO)
                        .layout(OutputLayout.YOLOV5),
                "net.onnx: returns [1, 6, 1]; expected yolov5 [1, N, 5 + classes] for 2 classes");
    }

    @Test
    void numbersThatCannotBeAreRefused() {
        assertDetectingRefused(columns(new float[][] {{1, 1, 1, 1, 7.5f, 0}}), "a confidence of 7.5; expected 0 to 1");
        assertDetectingRefused(columns(new float[][] {{1, 1, -1, 1, 0.5f, 0}}), "a box of -1.0 x 1.0 pixels");
        assertDetectingRefused(rows(new float[][] {{1, 1, 2, 2, 0.5f, 2}}), "returns class 2.0; expected 0 to 1");
        assertDetectingRefused(rows(new float[][] {{1, 1, 2, 2, 0.5f, 0.5f}}), "returns class 0.5; expected 0 to 1");
        assertDetectingRefused(rows(new float[][] {{3, 1, 2, 2, 0.5f, 1}}), "expected its upper left corner first");
    }

    @Test
    void aFailureOfTheGraphIsPassedOnAndClosesIt() {
        FakeGraph graph = new FakeGraph(64, input -> input.reshape(5, 5));

        assertThatThrownBy(() -> open(graph, TWO)).isInstanceOf(EngineException.class);
        assertThat(graph.awaitClosed()).isTrue();
    }

    @Test
    void nothingOfTheEngineStays() throws Exception {
        try (Detector detector = open(new FakeGraph(64, columns(new float[1][6])), TWO)) {
            detector.detect(gray(64, 64));
            long before = NativeObjects.countWithoutGarbage();
            for (int i = 0; i < 20; i++) {
                detector.detect(gray(64, 64));
            }
            assertThat(NativeObjects.countWithoutGarbage()).isLessThanOrEqualTo(before);
        }
    }

    private static void assertRefused(UnaryOperator<Tensor> network, List<String> classes, String message) {
        assertRefused(GraphDetector.of(new FakeGraph(64, network), "net.onnx", classes), message);
    }

    private static void assertRefused(GraphDetector.Builder builder, String message) {
        assertThatThrownBy(builder::open)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    private static void assertDetectingRefused(UnaryOperator<Tensor> network, String message) {
        assertThatThrownBy(() -> found(network, TWO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("net.onnx: returns ")
                .hasMessageContaining(message);
    }

    private static List<Detection> found(UnaryOperator<Tensor> network, List<String> classes) {
        return found(new FakeGraph(64, network), classes);
    }

    private static List<Detection> found(FakeGraph graph, List<String> classes) {
        try (Detector detector = open(graph, classes)) {
            return detector.detect(gray(64, 64));
        }
    }

    private static Detector open(FakeGraph graph, List<String> classes) {
        return GraphDetector.of(graph, "net.onnx", classes).open();
    }

    private static Image gray(int width, int height) {
        return Image.of(width, height, 1, new float[width * height], SampleDepth.BITS_8);
    }

    /** [1,N,columns]. */
    private static UnaryOperator<Tensor> rows(float[][] boxes) {
        return input -> Tensor.of(flat(boxes), 1, boxes.length, boxes[0].length);
    }

    /** [1,columns,N]. */
    private static UnaryOperator<Tensor> columns(float[][] boxes) {
        return input -> rows(boxes).apply(input).transpose(1, 2);
    }

    private static float[] flat(float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = rows[i / rows[0].length][i % rows[0].length];
        }
        return flat;
    }

    /** A graph whose function is given. */
    private static final class FakeGraph implements Graph {
        private final long height;
        private final long width;
        private final UnaryOperator<Tensor> network;
        private volatile boolean isClosed;

        FakeGraph(int side, UnaryOperator<Tensor> network) {
            this(side, side, network);
        }

        FakeGraph(int height, int width, UnaryOperator<Tensor> network) {
            this.height = height;
            this.width = width;
            this.network = network;
        }

        @Override
        public List<GraphFunction> functions() {
            return List.of(new GraphFunction(
                    GraphFunction.FORWARD, List.of(new Port("images", List.of(1L, 3L, height, width))), List.of()));
        }

        @Override
        public List<Tensor> run(String function, List<Tensor> inputs) {
            Tensor returned = network.apply(inputs.get(0));
            return returned == null ? List.of() : List.of(returned);
        }

        @Override
        public boolean isDifferentiable() {
            return false;
        }

        @Override
        public void close() {
            isClosed = true;
        }

        boolean awaitClosed() {
            for (int i = 0; i < 100 && !isClosed; i++) {
                sleep();
            }
            return isClosed;
        }

        private static void sleep() {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
