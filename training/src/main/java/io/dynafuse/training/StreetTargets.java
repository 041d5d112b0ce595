package io.dynafuse.training;

import io.dynafuse.detection.StreetNetwork;
import io.dynafuse.scenes.SceneThing;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * What a {@link StreetNetwork} should say of images, cell by cell; owned by the innermost scope.
 *
 * @param heat {@code [N,2,h,w]}: 1 in the cell that is nearest to the middle of a thing of the class, falling to 0 around it
 * @param middles {@code [N,2,h,w]}: 1 where the heat is 1, else 0
 * @param empties {@code [N,2,h,w]}: what it counts that nothing is found in a cell, from 0, in the middle of things and where something can hardly
 *     be seen, to 1
 * @param distances {@code [N,4,h,w]}: to the left, upper, right and lower side, in cells
 * @param boxes {@code [N,1,h,w]}: what the distances of a cell count, from 0, away from things, to 1
 * @param things how many there are to be found in all images
 */
record StreetTargets(Tensor heat, Tensor middles, Tensor empties, Tensor distances, Tensor boxes, int things) {
    // A normal distribution whose deviation is an eighth of a thing's size, and never so narrow that neighbours do not
    // know of it.
    private static final double SPREAD = 0.125;
    private static final double NARROWEST = 0.6;
    private static final double NEAR = 0.4;
    // As of Zhou et al. 2019.
    private static final int LENIENCE = 4;

    /**
     * @param things of each image, in its pixels; later ones stand before earlier ones
     * @param rows of cells
     * @param columns of cells
     */
    static StreetTargets of(List<List<SceneThing>> things, int rows, int columns, Device device) {
        Drawing drawing = new Drawing(things.size(), rows, columns);
        for (int image = 0; image < things.size(); image++) {
            for (SceneThing thing : things.get(image)) {
                drawing.add(image, thing);
            }
        }
        return drawing.finish(device);
    }

    /** The targets while things are added to them. */
    private static final class Drawing {
        private final int images;
        private final int rows;
        private final int columns;
        private final float[] heat;
        private final float[] middles;
        private final float[] known;
        private final float[] distances;
        private final float[] boxes;
        private int count;

        Drawing(int images, int rows, int columns) {
            this.images = images;
            this.rows = rows;
            this.columns = columns;
            int cells = images * rows * columns;
            int classes = StreetNetwork.CLASSES.size();
            this.heat = new float[classes * cells];
            this.middles = new float[classes * cells];
            this.known = new float[classes * cells];
            Arrays.fill(known, 1);
            this.distances = new float[StreetNetwork.SIDES * cells];
            this.boxes = new float[cells];
        }

        void add(int image, SceneThing thing) {
            int plane = image * StreetNetwork.CLASSES.size() + StreetNetwork.CLASSES.indexOf(thing.word());
            if (thing.isHardlySeen()) {
                forEachCell((row, column) -> {
                    if (isInside(thing, row, column)) {
                        known[index(plane, row, column)] = 0;
                    }
                });
            } else {
                count++;
                forEachCell((row, column) -> addCell(image, plane, thing, row, column));
            }
        }

        private void addCell(int image, int plane, SceneThing thing, int row, int column) {
            boolean middle = row == cell(thing.top(), thing.bottom(), rows)
                    && column == cell(thing.left(), thing.right(), columns);
            double value =
                    middle ? 1 : bell(row, thing.top(), thing.bottom()) * bell(column, thing.left(), thing.right());
            int place = index(plane, row, column);
            heat[place] = (float) Math.max(heat[place], value);
            middles[place] = middle ? 1 : middles[place];
            int own = index(image, row, column);
            // What stands before something else is seen there.
            if (value >= NEAR && value >= boxes[own] && isInside(thing, row, column)) {
                boxes[own] = (float) value;
                double[] sides = {
                    pixel(column) - thing.left(),
                    pixel(row) - thing.top(),
                    thing.right() - pixel(column),
                    thing.bottom() - pixel(row)
                };
                for (int side = 0; side < StreetNetwork.SIDES; side++) {
                    distances[index(image * StreetNetwork.SIDES + side, row, column)] =
                            (float) (sides[side] / StreetNetwork.STRIDE);
                }
            }
        }

        private static double pixel(int cell) {
            return (cell + 0.5) * StreetNetwork.STRIDE;
        }

        /** The cell that the middle of a range of pixels is in. */
        private static int cell(int first, int end, int cells) {
            return Math.min((first + end) / 2 / StreetNetwork.STRIDE, cells - 1);
        }

        private static double bell(int cell, int first, int end) {
            double deviation = Math.max(NARROWEST * StreetNetwork.STRIDE, SPREAD * (end - first));
            double away = (pixel(cell) - (first + end) / 2.0) / deviation;
            return Math.exp(-away * away / 2);
        }

        private static boolean isInside(SceneThing thing, int row, int column) {
            return pixel(column) > thing.left()
                    && pixel(column) < thing.right()
                    && pixel(row) > thing.top()
                    && pixel(row) < thing.bottom();
        }

        private int index(int plane, int row, int column) {
            return (plane * rows + row) * columns + column;
        }

        private interface Cell {
            void at(int row, int column);
        }

        private void forEachCell(Cell work) {
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    work.at(row, column);
                }
            }
        }

        StreetTargets finish(Device device) {
            float[] empties = new float[heat.length];
            for (int i = 0; i < empties.length; i++) {
                empties[i] = (float) (known[i] * Math.pow(1 - heat[i], LENIENCE));
            }
            return new StreetTargets(
                    tensor(heat, device),
                    tensor(middles, device),
                    tensor(empties, device),
                    tensor(distances, device),
                    tensor(boxes, device),
                    count);
        }

        private Tensor tensor(float[] values, Device device) {
            long channels = values.length / ((long) images * rows * columns);
            return Scope.compute(
                    () -> Tensor.of(values, images, channels, rows, columns).to(device, Precision.FP32));
        }
    }
}
