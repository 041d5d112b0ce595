package io.dynafuse.align;

import io.dynafuse.align.Footprint.Columns;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Which part of the plane aligned sources are cut to. What counts is where their areas lie, not their own alpha. */
public enum Crop {
    /** The largest rectangle, within the reference, in which every source has data. */
    COMMON,
    /** The reference's own frame. */
    REFERENCE,
    /** The smallest rectangle that holds all data of all sources. */
    UNION;

    // Of the reference's sides; sources of one scene are hardly further apart.
    private static final int LARGEST = 4;

    /** The crop of a {@link #word}. */
    public static Optional<Crop> of(String word) {
        return Arrays.stream(values()).filter(crop -> crop.word().equals(word)).findFirst();
    }

    /** The name that people write. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The canvas of this crop.
     *
     * @param width of the reference in pixels
     * @param height of the reference in pixels
     * @param others the other sources
     * @throws IllegalArgumentException if no pixel has data of every source, or all data need a canvas more than four times as wide or high as
     *     the reference
     */
    Canvas canvas(int width, int height, List<Footprint> others) {
        return switch (this) {
            case COMMON -> common(width, height, others);
            case REFERENCE -> Canvas.of(width, height);
            case UNION -> union(width, height, others);
        };
    }

    private static Canvas common(int width, int height, List<Footprint> others) {
        List<Columns> rows = IntStream.range(0, height)
                .mapToObj(y -> inAll(y, new Columns(0, width - 1), others))
                .toList();
        Optional<Canvas> largest = Optional.empty();
        for (int top = 0; top < height; top++) {
            largest = largest(largest, top, rows);
        }
        return largest.orElseThrow(() -> new IllegalArgumentException(
                "no pixel has data of every source; expected sources that overlap, or another crop than "
                        + COMMON.word()));
    }

    private static Columns inAll(int y, Columns frame, List<Footprint> others) {
        Columns columns = frame;
        for (Footprint other : others) {
            columns = other.columns(y, columns);
        }
        return columns;
    }

    /**
     * The largest of a canvas and those that begin at a row. As areas are convex, a rectangle has data if its first and its last row have.
     *
     * @param rows the columns with data of every row
     */
    private static Optional<Canvas> largest(Optional<Canvas> known, int top, List<Columns> rows) {
        Optional<Canvas> largest = known;
        long area = known.map(Crop::area).orElse(0L);
        Columns first = rows.get(top);
        for (int bottom = rows.size() - 1; first.count() * (bottom - top + 1) > area; bottom--) {
            Columns both = first.and(rows.get(bottom));
            if (both.count() * (bottom - top + 1) > area) {
                largest = Optional.of(new Canvas(both.first(), top, (int) both.count(), bottom - top + 1));
                area = area(largest.get());
            }
        }
        return largest;
    }

    private static long area(Canvas canvas) {
        return (long) canvas.width() * canvas.height();
    }

    private static Canvas union(int width, int height, List<Footprint> others) {
        Canvas union = Canvas.of(width, height);
        for (Footprint other : others) {
            Optional<Canvas> wider = withAllOf(other, union, width, height);
            union = wider.filter(canvas -> canvas.width() <= LARGEST * width && canvas.height() <= LARGEST * height)
                    .orElseThrow(() -> new IllegalArgumentException("all data need a canvas more than " + LARGEST
                            + " times as wide or high as the reference of " + width + " x " + height
                            + " pixels; expected sources that move less, or another crop than " + UNION.word()));
        }
        return union;
    }

    /** A canvas widened by what a source has near a reference; empty if that is nothing. */
    private static Optional<Canvas> withAllOf(Footprint source, Canvas canvas, int width, int height) {
        int reach = LARGEST + 1;
        Columns limits = new Columns(-reach * width, reach * width);
        int left = canvas.x();
        int right = canvas.x() + canvas.width() - 1;
        int top = canvas.y();
        int bottom = canvas.y() + canvas.height() - 1;
        boolean found = false;
        for (int y = -reach * height; y <= reach * height; y++) {
            Columns columns = source.columns(y, limits);
            if (columns.count() > 0) {
                found = true;
                left = Math.min(left, columns.first());
                right = Math.max(right, columns.last());
                top = Math.min(top, y);
                bottom = Math.max(bottom, y);
            }
        }
        return found ? Optional.of(new Canvas(left, top, right - left + 1, bottom - top + 1)) : Optional.empty();
    }
}
