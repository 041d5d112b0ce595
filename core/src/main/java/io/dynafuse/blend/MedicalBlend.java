package io.dynafuse.blend;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.ImageSpace.Part;
import io.dynafuse.image.Bt601;
import io.dynafuse.image.ChromaFusion;
import io.dynafuse.image.Image;
import io.dynafuse.image.Region;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Puts scans of one body by different devices together. Each pixel is a mean of theirs, in which the scan that is closest to what the network
 * makes of all counts most, and part of what the darker one shows is added, so that tissue beside bone is not lost. Black stays black.
 */
record MedicalBlend(Dominability dominability, boolean keepWeights) {
    private static final double WINDOW = 1.5;
    private static final float ADDED = 0.25f;
    private static final long JUDGED_PIXELS = 1L << 20;

    Blended of(Scene scene, Judge judge) throws IOException {
        List<Image> sources = new ArrayList<>();
        List<Plane> lumas = new ArrayList<>();
        for (int m = 0; m < scene.count(); m++) {
            sources.add(scene.source(m));
            lumas.add(Luma.of(sources.get(m)));
        }
        List<Plane> weights = weights(scene, sources, judge);
        Plane luma = Plane.zeros(scene.width(), scene.height());
        for (int m = 0; m < lumas.size(); m++) {
            luma.update(lumas.get(m).with(weights.get(m), (y, w) -> y * w), Float::sum);
        }
        if (has(Part.BOTH)) {
            luma.update(second(lumas), (y, other) -> y + ADDED * other);
        }
        luma = luma.map(y -> Math.min(Math.max(y, 0), 1));
        return new Blended(
                scene.isColour() ? inColour(sources, luma) : List.of(luma),
                keepWeights ? weights : List.of(),
                Optional.empty());
    }

    private boolean has(Part part) {
        return dominability.imageSpace().orElseThrow().has(part);
    }

    private List<Plane> weights(Scene scene, List<Image> sources, Judge judge) throws IOException {
        List<Plane> weights;
        if (has(Part.JUDGE) && judge.decides()) {
            List<Image> small = sources.stream()
                    .map(source -> Scaling.reduced(source, JUDGED_PIXELS))
                    .toList();
            List<Plane> losses = judge.losses(small, Judge.Compared.WHOLE);
            weights = new ArrayList<>(judge.weights(
                    has(Part.SMOOTHING)
                            ? losses.stream()
                                    .map(loss -> Smoothing.gaussian(loss, WINDOW))
                                    .toList()
                            : losses));
        } else {
            Plane equal = Plane.filled(scene.width(), scene.height(), 1f / scene.count());
            weights = new ArrayList<>(Collections.nCopies(scene.count(), equal));
        }
        weights.replaceAll(weight -> Scaling.enlarged(weight, scene.width(), scene.height()));
        return shown(scene, weights);
    }

    /** Without those that have no data. */
    private static List<Plane> shown(Scene scene, List<Plane> weights) throws IOException {
        if (scene.alpha(0).isEmpty()) {
            return weights;
        }
        List<Plane> shown = new ArrayList<>();
        for (int m = 0; m < weights.size(); m++) {
            shown.add(weights.get(m).with(scene.alpha(m).orElseThrow(), (w, a) -> (w + 1e-6f) * a));
        }
        Plane sum = shown.stream().reduce((a, b) -> a.with(b, Float::sum)).orElseThrow();
        shown.forEach(weight -> weight.update(sum, (w, s) -> s > 0 ? w / s : 0));
        return shown;
    }

    /** The second largest value at each pixel. */
    private static Plane second(List<Plane> planes) {
        Plane largest = planes.get(0).copy();
        Plane second = Plane.zeros(largest.width(), largest.height());
        for (Plane plane : planes.subList(1, planes.size())) {
            second.update(largest.with(plane, Math::min), Math::max);
            largest.update(plane, Math::max);
        }
        return second;
    }

    private static List<Plane> inColour(List<Image> sources, Plane luma) {
        Region whole = new Region(0, 0, luma.width(), luma.height());
        List<float[]> converted =
                sources.stream().map(source -> Bt601.toYCbCr(source.rgb(whole))).toList();
        int pixels = luma.values().length;
        float[] fused = new float[3 * pixels];
        System.arraycopy(luma.values(), 0, fused, 0, pixels);
        for (int plane = 1; plane < 3; plane++) {
            int start = plane * pixels;
            float[] chroma = ChromaFusion.fuse(
                    converted.stream()
                            .map(values -> Arrays.copyOfRange(values, start, start + pixels))
                            .toList(),
                    List.of());
            System.arraycopy(chroma, 0, fused, start, pixels);
        }
        float[] rgb = Bt601.toRgb(fused);
        List<Plane> channels = new ArrayList<>();
        for (int channel = 0; channel < 3; channel++) {
            channels.add(new Plane(
                    luma.width(), luma.height(), Arrays.copyOfRange(rgb, channel * pixels, (channel + 1) * pixels)));
        }
        return channels;
    }
}
