package io.dynafuse.align;

import io.dynafuse.image.Image;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How the sources of a scene have moved against one of them.
 *
 * @param reference the source that stays where it is, from 0
 * @param sizes of all sources
 * @param motions of all sources; that of the reference moves nothing
 */
public record Alignment(int reference, List<Size> sizes, List<Motion> motions) {
    /** @throws IllegalArgumentException if there are not as many motions as sizes, or the reference is none of them */
    public Alignment {
        sizes = List.copyOf(sizes);
        motions = List.copyOf(motions);
        if (sizes.size() != motions.size() || reference < 0 || reference >= sizes.size()) {
            throw new IllegalArgumentException("expected a motion for each size and a reference among them, found "
                    + motions.size() + " motions, " + sizes.size() + " sizes and reference " + reference);
        }
    }

    /**
     * The motion of two sources that pairs of points determine. If no model is given, it is the richest that the pairs leave something to check,
     * as far as there is one: of 1 pair a translation, of 2 or 3 a similarity, of 4 or 5 an affine motion, of more a homography.
     *
     * @param file with a pair a line: {@code xReference yReference xSource ySource} in pixels
     * @param sizes of the two
     * @param reference 0 or 1
     * @throws IOException if the file cannot be read or determines no motion; one line that names it
     */
    public static Alignment ofPoints(Path file, List<Size> sizes, int reference, Optional<MotionModel> model)
            throws IOException {
        if (sizes.size() != 2) {
            throw new IllegalArgumentException("expected 2 sources, found " + sizes.size());
        }
        Size fixed = sizes.get(reference);
        Size moving = sizes.get(1 - reference);
        PointPairs pairs = PointPairs.read(file, fixed, moving);
        MotionModel chosen = model.orElseGet(pairs::model);
        PointPairs.Fit fit = pairs.fit(chosen);
        List<Motion> motions = new ArrayList<>(List.of(Motion.NONE));
        motions.add(
                1 - reference,
                Motion.given(fit.transform(), chosen, fit.uncertainty(PointFit.least(chosen)), fixed, moving));
        return new Alignment(reference, sizes, motions);
    }

    /**
     * By how many degrees a source shows the centre of the reference turned clockwise.
     *
     * @param index from 0
     */
    public double turn(int index) {
        Size fixed = sizes.get(reference);
        return motions.get(index).transform().turnAt((fixed.width() - 1) / 2.0, (fixed.height() - 1) / 2.0);
    }

    /**
     * How many times larger a source shows the centre of the reference, if both frames are brought to one longer side.
     *
     * @param index from 0
     */
    public double scale(int index) {
        Size fixed = sizes.get(reference);
        double x = (fixed.width() - 1) / 2.0;
        double y = (fixed.height() - 1) / 2.0;
        return motions.get(index).transform().scaleAt(x, y)
                / Transform.sameField(fixed, sizes.get(index)).scaleAt(x, y);
    }

    /**
     * What a file keeps of this alignment.
     *
     * @param dynafuse the version of Dynafuse
     * @param names of the sources
     */
    public TransformFile file(String dynafuse, List<String> names, Crop crop) {
        List<TransformFile.Source> sources = new ArrayList<>();
        for (int m = 0; m < sizes.size(); m++) {
            sources.add(
                    m == reference
                            ? TransformFile.Source.reference(names.get(m), sizes.get(m))
                            : source(names.get(m), sizes.get(m), motions.get(m)));
        }
        return new TransformFile(
                TransformFile.VERSION,
                dynafuse,
                reference + 1,
                sources,
                Optional.of(crop.word()),
                Optional.of(canvas(crop)));
    }

    private static TransformFile.Source source(String name, Size size, Motion motion) {
        return new TransformFile.Source(
                name,
                size.width(),
                size.height(),
                TransformFile.entries(motion.transform()),
                Optional.of(motion.model().word()),
                finite(motion.agreementBefore()),
                finite(motion.agreement()),
                finite(motion.uncertainty()),
                motion.isTrusted());
    }

    private static Optional<Double> finite(double number) {
        return Optional.of(number).filter(Double::isFinite);
    }

    /** Whether every motion is trusted. */
    public boolean isTrusted() {
        return motions.stream().allMatch(Motion::isTrusted);
    }

    /** The sources whose motions are not trusted, from 0. */
    public List<Integer> untrusted() {
        return IntStream.range(0, motions.size())
                .filter(m -> !motions.get(m).isTrusted())
                .boxed()
                .toList();
    }

    /** Whether the sources lie on each other already: nothing moves, and all are of one size. */
    public boolean isStill() {
        return motions.stream().allMatch(motion -> motion.transform().equals(Transform.IDENTITY))
                && sizes.stream().distinct().count() == 1;
    }

    /** Where a pixel of the reference is found in each source. */
    public List<Transform> transforms() {
        return motions.stream().map(Motion::transform).toList();
    }

    /**
     * The rectangle that a crop leaves, in pixels of the reference.
     *
     * @throws IllegalArgumentException if nothing is left, or it would be far larger than the reference
     */
    public Canvas canvas(Crop crop) {
        return canvas(crop, reference, sizes, transforms());
    }

    /** The same of transforms that are known. */
    static Canvas canvas(Crop crop, int reference, List<Size> sizes, List<Transform> transforms) {
        List<Footprint> others = new ArrayList<>();
        for (int m = 0; m < sizes.size(); m++) {
            if (m != reference) {
                others.add(new Footprint(sizes.get(m).width(), sizes.get(m).height(), transforms.get(m)));
            }
        }
        return crop.canvas(sizes.get(reference).width(), sizes.get(reference).height(), others);
    }

    /**
     * One source moved onto the others. It is resampled once, or not at all if it moves by whole pixels; where it shows nothing, it has no data.
     *
     * @param index from 0
     * @param canvas what it is cut to
     */
    public Image apply(int index, Image source, Canvas canvas) {
        return Warp.of(source, motions.get(index).transform(), canvas);
    }

    /**
     * All sources moved onto each other.
     *
     * @throws IllegalStateException if a motion is not trusted; the message says why
     * @throws IllegalArgumentException if nothing is left by the crop, or sources are not of the sizes that were aligned
     */
    public List<Image> apply(List<Image> sources, Crop crop) {
        for (int m : untrusted()) {
            throw new IllegalStateException("source " + (m + 1) + " cannot be aligned: "
                    + motions.get(m).distrust().orElseThrow());
        }
        if (!sources.stream().map(Size::of).toList().equals(sizes)) {
            throw new IllegalArgumentException("expected sources of the sizes that were aligned");
        }
        Canvas canvas = canvas(crop);
        return IntStream.range(0, sources.size())
                .mapToObj(m -> apply(m, sources.get(m), canvas))
                .toList();
    }
}
