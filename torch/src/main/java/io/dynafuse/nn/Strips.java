package io.dynafuse.nn;

import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Layers applied to an image strip by strip, a few rows at once, with the rows around them that the layers look at. The result is that of the
 * whole image, but what lies between two layers is as large as a strip: it stays in the processor's cache, and an image of any size needs little
 * more memory than its input and its result. An image that requires gradients is one strip, as recorded operations keep what they were computed from.
 *
 * @param pixels of a strip, about; of a wide image there are more, as it is not cut within a row
 */
public record Strips(int pixels) {
    /** One strip: the image as a whole. Nothing is overwritten. */
    public static final Strips WHOLE = new Strips(Integer.MAX_VALUE);

    // So that what is computed twice, above and below, is at most a quarter of the work.
    private static final int LEAST_ROWS = 8;

    /** @throws IllegalArgumentException if there are no pixels */
    public Strips {
        if (pixels < 1) {
            throw new IllegalArgumentException("expected strips of 1 or more pixels, found " + pixels);
        }
    }

    /**
     * The sum over all strips of what one gives.
     *
     * @param image {@code [N,C,H,W]}, channels-last
     * @param halo how many pixels around one the layers look at
     * @param layers from {@code [N,C,h,W]} to {@code [N,F,h,W]}
     * @param summand of the result, halo cut off; all of one shape
     */
    public Tensor sum(Tensor image, int halo, UnaryOperator<Tensor> layers, UnaryOperator<Tensor> summand) {
        if (isWhole(image)) {
            return Scope.compute(() -> summand.apply(layers.apply(image)));
        }
        return Scope.compute(() -> {
            Optional<Tensor> sum = Optional.empty();
            for (Strip strip : strips(image, halo)) {
                Tensor one = Scope.compute(() -> summand.apply(strip.inner(layers.apply(strip.of(image)))));
                sum = Optional.of(sum.map(before -> before.plusInPlace(one)).orElse(one));
            }
            return sum.orElseThrow();
        });
    }

    /**
     * The result of layers.
     *
     * @param image {@code [N,C,H,W]}, channels-last
     * @param halo how many pixels around one the layers look at
     * @param layers from {@code [N,C,h,W]} to {@code [N,F,h,W]}
     */
    public Tensor map(Tensor image, int halo, UnaryOperator<Tensor> layers) {
        if (isWhole(image)) {
            return Scope.compute(() -> layers.apply(image));
        }
        return Scope.compute(() -> {
            Optional<Tensor> all = Optional.empty();
            for (Strip strip : strips(image, halo)) {
                Tensor part = Scope.compute(() -> strip.inner(layers.apply(strip.of(image))));
                if (all.isEmpty()) {
                    all = Optional.of(Tensor.unwritten(part, part.size(0), part.size(1), image.size(2), part.size(3)));
                }
                all.get().slice(2, strip.start, strip.rows).copyInPlace(part);
                part.close();
            }
            return all.orElseThrow();
        });
    }

    /**
     * The result of layers, in the memory of another image: it may be a slice of channels.
     *
     * @param into {@code [N,F,H,W]}
     */
    public void write(Tensor image, int halo, UnaryOperator<Tensor> layers, Tensor into) {
        for (Strip strip : strips(image, halo)) {
            try (Scope scope = Scope.open()) {
                into.slice(2, strip.start, strip.rows).copyInPlace(strip.inner(layers.apply(strip.of(image))));
            }
        }
    }

    /**
     * An image plus what layers make of it, in its memory unless it is one strip.
     *
     * @param layers whose output is as large as their input
     * @return the image itself, overwritten, or a new one
     */
    public Tensor add(Tensor image, int halo, UnaryOperator<Tensor> layers) {
        if (isWhole(image)) {
            return Scope.compute(() -> image.plus(layers.apply(image)));
        }
        // The rows above a strip are needed as they were.
        Optional<Tensor> above = Optional.empty();
        for (Strip strip : strips(image, halo)) {
            Optional<Tensor> before = above;
            above = Optional.of(Scope.compute(() -> {
                Tensor below = image.slice(2, strip.start, strip.rows + strip.below);
                Tensor input = before.map(rows -> Tensor.concatenate(List.of(rows, below), 2))
                        .orElse(below);
                long kept = Math.min(halo, strip.start + strip.rows);
                Tensor next =
                        input.slice(2, strip.above + strip.rows - kept, kept).copy();
                image.slice(2, strip.start, strip.rows).plusInPlace(strip.inner(layers.apply(input)));
                return next;
            }));
            before.ifPresent(Tensor::close);
        }
        above.ifPresent(Tensor::close);
        return image;
    }

    /** Rows of an image, and how many above and below are there for layers to look at. */
    private record Strip(long start, long rows, long above, long below) {
        Tensor of(Tensor image) {
            return image.slice(2, start - above, above + rows + below);
        }

        Tensor inner(Tensor result) {
            return above + below == 0 ? result : result.slice(2, above, rows);
        }
    }

    /** Whether an image {@code [N,C,H,W]} is one strip, so that it is not overwritten. */
    public boolean isWhole(Tensor image) {
        return rows(image) >= image.size(2) || image.requiresGrad();
    }

    private long rows(Tensor image) {
        return Math.max(1, pixels / (image.size(0) * image.size(3)));
    }

    private List<Strip> strips(Tensor image, int halo) {
        long height = image.size(2);
        long rows = Math.max(LEAST_ROWS * Math.max(halo, 1), rows(image));
        List<Strip> strips = new ArrayList<>();
        for (long start = 0; start < height; start += rows) {
            long length = Math.min(rows, height - start);
            strips.add(new Strip(start, length, Math.min(halo, start), Math.min(halo, height - start - length)));
        }
        return strips;
    }
}
