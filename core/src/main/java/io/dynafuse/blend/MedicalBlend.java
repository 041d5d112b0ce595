package io.dynafuse.blend;

import io.dynafuse.blend.Scaling.Enlarging;
import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.ImageSpace.Part;
import io.dynafuse.image.Bt601;
import io.dynafuse.image.ChromaFusion;
import io.dynafuse.image.Image;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Puts scans of one body by different devices together. Each pixel is a mean of theirs, in which the scan that is closest to what the network
 * makes of all counts most, and part of what the darker one shows is added, so that tissue beside bone is not lost. Black stays black.
 */
record MedicalBlend(Dominability dominability, boolean keepWeights, int bandPixels) {
    private static final double WINDOW = 1.5;
    private static final float ADDED = 0.25f;
    private static final long JUDGED_PIXELS = 1L << 20;

    void onto(Canvas canvas, Scene scene, Judge judge) throws IOException {
        List<Source> sources = new ArrayList<>();
        for (int m = 0; m < scene.count(); m++) {
            sources.add(scene.read(m));
        }
        List<LazyPlane> weights = weights(sources, judge);
        LazyPlane luma = luma(sources, weights);
        luma.bands().forEach((band, rows) -> {
            Band fused = luma.band(rows);
            canvas.put(rows, scene.isColour() ? inColour(sources, fused) : List.of(fused.plane()));
            for (int m = 0; keepWeights && m < weights.size(); m++) {
                canvas.putWeights(m, rows, weights.get(m).band(rows).plane());
            }
        });
    }

    private boolean has(Part part) {
        return dominability.imageSpace().orElseThrow().has(part);
    }

    private List<LazyPlane> weights(List<Source> sources, Judge judge) {
        Image first = sources.get(0).image();
        List<LazyPlane> weights = new ArrayList<>();
        if (has(Part.JUDGE) && judge.decides()) {
            List<Image> small = sources.stream()
                    .map(source -> Scaling.reduced(source.image(), JUDGED_PIXELS))
                    .toList();
            for (Plane weight : judge.weights(losses(small, judge))) {
                weights.add(new Enlarging(Band.whole(weight), first.width(), first.height()).lazily(bandPixels));
            }
        } else {
            LazyPlane equal = sources.get(0).luma(bandPixels).filled(1f / sources.size());
            weights.addAll(Collections.nCopies(sources.size(), equal));
        }
        return shown(sources, weights);
    }

    private List<Plane> losses(List<Image> small, Judge judge) {
        List<Plane> losses = judge.losses(small, Judge.Compared.WHOLE);
        return has(Part.SMOOTHING)
                ? losses.stream().map(loss -> Smoothing.gaussian(loss, WINDOW)).toList()
                : losses;
    }

    /** Without those that have no data. */
    private List<LazyPlane> shown(List<Source> sources, List<LazyPlane> weights) {
        if (sources.get(0).alpha().isEmpty()) {
            return weights;
        }
        List<LazyPlane> shown = new ArrayList<>();
        for (int m = 0; m < weights.size(); m++) {
            shown.add(weights.get(m).with(sources.get(m).alpha(bandPixels).orElseThrow(), (w, a) -> (w + 1e-6f) * a));
        }
        LazyPlane sum = shown.stream().reduce((a, b) -> a.with(b, Float::sum)).orElseThrow();
        return shown.stream()
                .map(weight -> weight.with(sum, (w, s) -> s > 0 ? w / s : 0))
                .toList();
    }

    private LazyPlane luma(List<Source> sources, List<LazyPlane> weights) {
        List<LazyPlane> lumas =
                sources.stream().map(source -> source.luma(bandPixels)).toList();
        float added = has(Part.BOTH) ? ADDED : 0;
        return LazyPlane.of(
                (inputs, row) -> {
                    for (int m = 0; m < lumas.size(); m++) {
                        addWeighted(inputs[m], inputs[lumas.size() + m], row);
                    }
                    addSecond(Arrays.copyOf(inputs, lumas.size()), added, row);
                },
                Stream.concat(lumas.stream(), weights.stream()).toArray(LazyPlane[]::new));
    }

    private static void addWeighted(float[] luma, float[] weight, float[] sum) {
        for (int x = 0; x < sum.length; x++) {
            sum[x] += luma[x] * weight[x];
        }
    }

    /** Adds a share of the second largest value at each pixel, and clips to what is an image. */
    private static void addSecond(float[][] lumas, float share, float[] sum) {
        for (int x = 0; x < sum.length; x++) {
            float largest = lumas[0][x];
            float second = 0;
            for (int m = 1; m < lumas.length; m++) {
                second = Math.max(second, Math.min(largest, lumas[m][x]));
                largest = Math.max(largest, lumas[m][x]);
            }
            sum[x] = Math.min(Math.max(sum[x] + share * second, 0), 1);
        }
    }

    private static List<Plane> inColour(List<Source> sources, Band luma) {
        int width = luma.width();
        List<Plane> channels = Stream.generate(
                        () -> Plane.zeros(width, luma.rows().count()))
                .limit(3)
                .toList();
        Plane.forRows(width, luma.rows().count(), (from, to) -> {
            for (int i = from; i < to; i++) {
                int y = luma.rows().from() + i;
                float[] rgb = inColour(sources, luma.row(y), y);
                for (int channel = 0; channel < 3; channel++) {
                    System.arraycopy(rgb, channel * width, channels.get(channel).values(), i * width, width);
                }
            }
        });
        return channels;
    }

    /** Red, green and blue of a row, one after the other. */
    private static float[] inColour(List<Source> sources, float[] luma, int y) {
        int width = luma.length;
        float[] chroma = ChromaFusion.fuse(sources.stream()
                .map(source -> Arrays.copyOfRange(Bt601.toYCbCr(source.rgb(y)), width, 3 * width))
                .toList());
        float[] fused = Arrays.copyOf(luma, 3 * width);
        System.arraycopy(chroma, 0, fused, width, 2 * width);
        return Bt601.toRgb(fused);
    }
}
