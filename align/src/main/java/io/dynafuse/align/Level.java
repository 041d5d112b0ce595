package io.dynafuse.align;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Two sources at one resolution, compared tile by tile. */
final class Level {
    /** Along a side; features of so many pixels stay in the processor's cache. */
    private static final int TILE = 192;
    /** So many tiles are enough to find a motion. */
    private static final int MOST_TILES = 64;
    /** Pixels along a side of what counts as one place. */
    private static final int CELL = 8;
    /** A squared distance of features at which a pixel has half of its say at most. */
    private static final float ROBUST = 0.4f;

    private final Frame frame;
    private final double shrunk;
    private final List<Tile> tiles;
    private final List<Gray> moving;
    private final double[] movingContrast;

    /** A part of the reference, with a margin around. */
    private record Tile(int left, int top, int width, int height, Orientation reference) {}

    /**
     * @param frame of the reference in full
     * @param reference at this resolution
     * @param shrunk how many pixels of the reference in full are one here along a side
     * @param moving the pyramid of the other source
     * @param movingContrast the {@linkplain Orientation#contrast contrast} of each of its images
     */
    Level(Frame frame, Gray reference, int shrunk, List<Gray> moving, double[] movingContrast) {
        this.frame = frame;
        this.shrunk = shrunk;
        this.moving = moving;
        this.movingContrast = movingContrast;
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
                    Gray part = reference.part(place[0] - margin, place[1] - margin, w + 2 * margin, h + 2 * margin);
                    return new Tile(place[0], place[1], w, h, Orientation.of(part, contrast));
                })
                .toList();
    }

    /** The equations at a transform between the sources in full. */
    Equations equations(Transform full) {
        double scale = full.scaleAt(frame.centreX(), frame.centreY());
        int level = (int) Math.min(Math.max(Math.round(log2(shrunk * Math.max(scale, 1e-6))), 0), moving.size() - 1L);
        double factor = 1.0 / (1L << level);
        Transform here = full.between(1 / shrunk, factor);
        List<Equations> parts = IntStream.range(0, tiles.size())
                .parallel()
                .mapToObj(i -> equations(tiles.get(i), here, moving.get(level), movingContrast[level]))
                .toList();
        Equations sum = new Equations(frame);
        parts.forEach(sum::add);
        return sum;
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }

    private Equations equations(Tile tile, Transform here, Gray other, double contrast) {
        int margin = Orientation.MARGIN;
        Gray seen = other.seenBy(
                here, tile.left - margin, tile.top - margin, tile.width + 2 * margin, tile.height + 2 * margin);
        Orientation warped = Orientation.of(seen, contrast);
        Equations equations = new Equations(frame);
        for (int top = 0; top < tile.height; top += CELL) {
            for (int left = 0; left < tile.width; left += CELL) {
                int right = Math.min(left + CELL, tile.width);
                int bottom = Math.min(top + CELL, tile.height);
                Equations.Cell cell = cell(tile.reference, warped, left, top, right, bottom);
                equations.add(
                        cell,
                        frame.u((tile.left + (left + right) / 2.0) * shrunk - 0.5),
                        frame.v((tile.top + (top + bottom) / 2.0) * shrunk - 0.5),
                        frame.unit() / shrunk);
            }
        }
        return equations;
    }

    /** The sums over a few pixels, which move alike. */
    private static Equations.Cell cell(Orientation one, Orientation other, int left, int top, int right, int bottom) {
        int margin = Orientation.MARGIN;
        int w = one.width();
        Equations.Cell cell = new Equations.Cell();
        float[][] r = one.channels();
        float[][] m = other.channels();
        for (int y = top; y < bottom; y++) {
            int start = (y + margin) * w + margin;
            for (int i = start + left; i < start + right; i++) {
                if (one.valid()[i] == 0) {
                    continue;
                }
                if (other.valid()[i] == 0) {
                    cell.missing++;
                    continue;
                }
                cell.compared++;
                cell.both += r[1][i] * m[1][i] + r[2][i] * m[2][i];
                cell.one += r[1][i] * r[1][i] + r[2][i] * r[2][i];
                cell.other += m[1][i] * m[1][i] + m[2][i] * m[2][i];
                float d0 = m[0][i] - r[0][i];
                float d1 = m[1][i] - r[1][i];
                float d2 = m[2][i] - r[2][i];
                float robust = ROBUST / (ROBUST + d0 * d0 + d1 * d1 + d2 * d2);
                float weight = robust * robust;
                float x0 = slope(m[0], r[0], i, 1);
                float x1 = slope(m[1], r[1], i, 1);
                float x2 = slope(m[2], r[2], i, 1);
                float y0 = slope(m[0], r[0], i, w);
                float y1 = slope(m[1], r[1], i, w);
                float y2 = slope(m[2], r[2], i, w);
                cell.xx += weight * (x0 * x0 + x1 * x1 + x2 * x2);
                cell.xy += weight * (x0 * y0 + x1 * y1 + x2 * y2);
                cell.yy += weight * (y0 * y0 + y1 * y1 + y2 * y2);
                cell.x += weight * (x0 * d0 + x1 * d1 + x2 * d2);
                cell.y += weight * (y0 * d0 + y1 * d1 + y2 * d2);
            }
        }
        return cell;
    }

    /** The mean of both sources' derivatives. */
    private static float slope(float[] m, float[] r, int i, int step) {
        return (m[i + step] - m[i - step] + r[i + step] - r[i - step]) / 4;
    }
}
