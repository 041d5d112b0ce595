package io.dynafuse.align;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Two sources at one resolution, compared tile by tile.
 *
 * @param size of the reference in full
 * @param shrunk how many pixels of the reference in full are one here along a side
 */
final class Level {
    /** Along a side; features of so many pixels stay in the processor's cache. */
    private static final int TILE = 192;
    /** So many tiles are enough to find a motion. */
    private static final int MOST_TILES = 64;

    static double ROBUST = 0.4;

    private final Frame frame;
    private final double shrunk;
    private final List<Tile> tiles;
    private final List<Gray> moving;
    private final double[] movingContrast;

    /** A part of the reference, with a margin around. */
    private record Tile(int left, int top, int width, int height, Orientation reference) {}

    /**
     * @param reference at this resolution
     * @param moving the pyramid of the other source
     */
    Level(Frame frame, Gray reference, int shrunk, List<Gray> moving) {
        this.frame = frame;
        this.shrunk = shrunk;
        this.moving = moving;
        this.movingContrast = moving.stream().mapToDouble(Orientation::contrast).toArray();
        this.tiles = tiles(reference);
    }

    private static List<Tile> tiles(Gray reference) {
        double contrast = Orientation.contrast(reference);
        int columns = (reference.width() + TILE - 1) / TILE;
        int rows = (reference.height() + TILE - 1) / TILE;
        List<int[]> places = new ArrayList<>();
        int step = Math.max(1, (int) Math.ceil(Math.sqrt(columns * (double) rows / MOST_TILES)));
        for (int row = step / 2; row < rows; row += step) {
            for (int column = step / 2; column < columns; column += step) {
                places.add(new int[] {column * TILE, row * TILE});
            }
        }
        return places.parallelStream()
                .map(place -> {
                    int w = Math.min(TILE, reference.width() - place[0]);
                    int h = Math.min(TILE, reference.height() - place[1]);
                    int margin = Orientation.MARGIN;
                    Gray part = reference.part(
                            place[0] - margin, place[1] - margin, w + 2 * margin, h + 2 * margin);
                    return new Tile(place[0], place[1], w, h, Orientation.of(part, contrast));
                })
                .toList();
    }

    /** The equations at a transform between the sources in full. */
    Equations equations(Transform full) {
        double scale = full.scaleAt(frame.centreX(), frame.centreY());
        int level = (int) Math.min(
                Math.max(Math.round(log2(shrunk * Math.max(scale, 1e-6))), 0), moving.size() - 1L);
        double factor = 1.0 / (1L << level);
        Transform here = full.between(1 / shrunk, factor);
        List<Equations> parts = IntStream.range(0, tiles.size())
                .parallel()
                .mapToObj(i -> equations(tiles.get(i), here, moving.get(level), movingContrast[level]))
                .toList();
        Equations sum = new Equations();
        parts.forEach(sum::add);
        return sum;
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }

    private Equations equations(Tile tile, Transform here, Gray other, double contrast) {
        int margin = Orientation.MARGIN;
        int w = tile.width + 2 * margin;
        int h = tile.height + 2 * margin;
        Orientation warped = Orientation.of(
                other.seenBy(here, tile.left - margin, tile.top - margin, w, h), contrast);
        Equations equations = new Equations();
        double unit = frame.unit() / shrunk;
        double[] row = new double[Equations.PARAMETERS];
        float[][] r = tile.reference.channels();
        float[][] m = warped.channels();
        for (int y = 0; y < tile.height; y++) {
            double v = frame.v((tile.top + y + 0.5) * shrunk - 0.5);
            for (int x = 0; x < tile.width; x++) {
                int i = (y + margin) * w + x + margin;
                if (tile.reference.valid()[i] == 0) {
                    continue;
                }
                if (warped.valid()[i] == 0) {
                    equations.miss();
                    continue;
                }
                double u = frame.u((tile.left + x + 0.5) * shrunk - 0.5);
                float distance = 0;
                for (int c = 0; c < Orientation.CHANNELS; c++) {
                    float d = m[c][i] - r[c][i];
                    distance += d * d;
                }
                double robust = ROBUST / (ROBUST + distance);
                double weight = robust * robust;
                int block = frame.block(u, v);
                equations.compare(block, r[1][i], r[2][i], m[1][i], m[2][i]);
                for (int c = 0; c < Orientation.CHANNELS; c++) {
                    double dx = (m[c][i + 1] - m[c][i - 1] + r[c][i + 1] - r[c][i - 1]) / 4 * unit;
                    double dy = (m[c][i + w] - m[c][i - w] + r[c][i + w] - r[c][i - w]) / 4 * unit;
                    equations.add(block, u, v, dx, dy, m[c][i] - r[c][i], weight, row);
                }
            }
        }
        return equations;
    }
}
