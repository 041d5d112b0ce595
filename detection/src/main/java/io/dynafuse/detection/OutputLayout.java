package io.dynafuse.detection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a network gives boxes: in pixels of its input, with confidences in [0,1]. */
public enum OutputLayout {
    /** {@code [1,4+C,N]}: x and y of the centre, width, height, a confidence for each class; as YOLOv8 and its successors. */
    YOLOV8("yolov8", "[1, 4 + classes, N]") {
        @Override
        boolean fits(int rows, int columns, int classes) {
            return rows == 4 + classes;
        }

        @Override
        List<Detection> read(Output output, double least) {
            List<Detection> found = new ArrayList<>();
            for (int n = 0; n < output.columns(); n++) {
                for (int c = 0; c < output.classes().size(); c++) {
                    double confidence = output.share(4 + c, n, 1);
                    if (confidence >= least) {
                        found.add(output.centred(c, confidence, output.column(n)));
                    }
                }
            }
            return found;
        }
    },
    /** {@code [1,N,5+C]}: x and y of the centre, width, height, how sure an object is there, a confidence for each class; as YOLOv5. */
    YOLOV5("yolov5", "[1, N, 5 + classes]") {
        @Override
        boolean fits(int rows, int columns, int classes) {
            return columns == 5 + classes;
        }

        @Override
        List<Detection> read(Output output, double least) {
            List<Detection> found = new ArrayList<>();
            for (int n = 0; n < output.rows(); n++) {
                double object = output.share(n, 4, 1);
                for (int c = 0; c < output.classes().size() && object >= least; c++) {
                    double confidence = output.share(n, 5 + c, object);
                    if (confidence >= least) {
                        found.add(output.centred(c, confidence, output.row(n)));
                    }
                }
            }
            return found;
        }
    },
    /** {@code [1,N,6]}: left, top, right, bottom, confidence, number of the class; boxes of one object are one already. */
    END_TO_END("end-to-end", "[1, N, 6]") {
        @Override
        boolean fits(int rows, int columns, int classes) {
            return columns == 6;
        }

        @Override
        List<Detection> read(Output output, double least) {
            List<Detection> found = new ArrayList<>();
            for (int n = 0; n < output.rows(); n++) {
                double confidence = output.share(n, 4, 1);
                if (confidence >= least) {
                    found.add(output.cornered(n, confidence));
                }
            }
            return found;
        }
    };

    private static final int END_TO_END_COLUMNS = 6;

    private final String id;
    private final String shape;

    OutputLayout(String id, String shape) {
        this.id = id;
        this.shape = shape;
    }

    /** The name that commands use. */
    public String id() {
        return id;
    }

    /** The shape in words for people. */
    public String shape() {
        return shape;
    }

    /** Whether an output of this size can be this layout. */
    abstract boolean fits(int rows, int columns, int classes);

    /** The boxes of at least some confidence, in pixels of the input. */
    abstract List<Detection> read(Output output, double least);

    /**
     * The layout of an output: the only one that its shape fits. A last dimension of 6 is both others' where there is one class: it is end to end
     * if every last number is 0, the number of that class, and every box has its corners in order, which a network that gives confidences there
     * never does.
     *
     * @throws IllegalArgumentException if none fits, or several do
     */
    static OutputLayout of(Output output) {
        List<OutputLayout> fitting = Arrays.stream(values())
                .filter(layout -> layout.fits(
                        output.rows(), output.columns(), output.classes().size()))
                .toList();
        if (fitting.equals(List.of(YOLOV5, END_TO_END))) {
            return output.looksEndToEnd() ? END_TO_END : YOLOV5;
        }
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        throw new IllegalArgumentException("returns " + output.shape() + "; expected "
                + (fitting.isEmpty()
                        ? "for " + output.classes().size() + " classes one of " + known() + otherClasses(output)
                        : "a layout to be named, as it can be "
                                + fitting.stream().map(OutputLayout::id).collect(Collectors.joining(" and "))));
    }

    private static String known() {
        return Arrays.stream(values())
                .map(layout -> layout.id() + " " + layout.shape())
                .collect(Collectors.joining(", "));
    }

    private static String otherClasses(Output output) {
        boolean isWide = output.columns() > output.rows();
        int classes = isWide ? output.rows() - 4 : output.columns() - 5;
        return classes < 1 ? "" : "; it looks like that of " + classes + (classes == 1 ? " class" : " classes");
    }

    /**
     * What a network returned.
     *
     * @param values {@code [rows, columns]}
     * @param classes names of the classes
     */
    record Output(float[] values, int rows, int columns, List<String> classes) {
        /** @throws IllegalArgumentException if a number is not finite */
        Output {
            for (float value : values) {
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException("returns " + value + "; expected finite numbers");
                }
            }
        }

        String shape() {
            return "[1, " + rows + ", " + columns + "]";
        }

        private float at(int row, int column) {
            return values[row * columns + column];
        }

        /** A confidence, times another. */
        double share(int row, int column, double factor) {
            float value = at(row, column);
            if (value < 0 || value > 1) {
                throw new IllegalArgumentException("returns a confidence of " + value + "; expected 0 to 1");
            }
            return value * factor;
        }

        float[] row(int row) {
            return Arrays.copyOfRange(values, row * columns, row * columns + 4);
        }

        float[] column(int column) {
            return new float[] {at(0, column), at(1, column), at(2, column), at(3, column)};
        }

        Detection centred(int number, double confidence, float[] box) {
            if (box[2] < 0 || box[3] < 0) {
                throw new IllegalArgumentException(
                        "returns a box of " + box[2] + " x " + box[3] + " pixels; expected 0 or more");
            }
            return new Detection(Box.ofCentre(box[0], box[1], box[2], box[3]), classes.get(number), confidence);
        }

        Detection cornered(int row, double confidence) {
            return corners(row)
                    .map(box -> new Detection(box, classes.get(number(row)), confidence))
                    .orElseThrow(() -> new IllegalArgumentException("returns a box from " + at(row, 0) + ", "
                            + at(row, 1) + " to " + at(row, 2) + ", " + at(row, 3)
                            + "; expected its upper left corner first"));
        }

        private Optional<Box> corners(int row) {
            boolean isInOrder = at(row, 0) <= at(row, 2) && at(row, 1) <= at(row, 3);
            return isInOrder ? Optional.of(new Box(at(row, 0), at(row, 1), at(row, 2), at(row, 3))) : Optional.empty();
        }

        private int number(int row) {
            float number = at(row, END_TO_END_COLUMNS - 1);
            if (number != Math.rint(number) || number < 0 || number >= classes.size()) {
                throw new IllegalArgumentException(
                        "returns class " + number + "; expected 0 to " + (classes.size() - 1));
            }
            return (int) number;
        }

        private boolean looksEndToEnd() {
            for (int row = 0; row < rows; row++) {
                if (at(row, END_TO_END_COLUMNS - 1) != 0 || corners(row).isEmpty()) {
                    return false;
                }
            }
            return true;
        }
    }
}
