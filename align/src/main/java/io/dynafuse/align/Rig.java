package io.dynafuse.align;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The one motion of cameras that are fixed to each other, from many scenes that they took. Where a source shows a corner of the reference is
 * the median over all scenes whose motion is trusted, so that scenes that are wrong, fewer than half, have little say.
 *
 * @param alignment of every scene; all its motions are trusted
 * @param outliers the scenes whose trusted motion is another one
 */
public record Rig(Alignment alignment, List<Outlier> outliers) {
    private static final int LEAST = 3;
    /** In pixels: what a model may miss of the medians on average. */
    private static final double FITS = 0.3;

    private static final double FAR = 3;
    private static final double FAR_OF_UNCERTAINTY = 3;
    // The median of a normal distribution is known that much worse than its mean.
    private static final double OF_MEDIAN = 1.25;
    private static final double NINE_OF_TEN = 0.9;

    /**
     * A scene that was aligned for itself.
     *
     * @param name what messages call it
     */
    public record Scene(String name, Alignment alignment) {}

    /**
     * A source whose motion in a scene is not that of the rig.
     *
     * @param source from 0
     * @param distance of the corners from where the rig's motion has them, on average, in pixels of the reference
     */
    public record Outlier(String scene, int source, double distance) {}

    /** Copies the list. */
    public Rig {
        outliers = List.copyOf(outliers);
    }

    /**
     * The rig of some scenes.
     *
     * @param model of the motion; empty for the simplest that fits
     * @throws IllegalArgumentException if scenes differ in their reference or in the sizes of their sources, fewer than 3 motions of a source are
     *     trusted, or fewer than half of these agree; one line
     */
    public static Rig of(List<Scene> scenes, Optional<MotionModel> model) {
        if (scenes.isEmpty()) {
            throw new IllegalArgumentException("expected " + LEAST + " scenes or more, found none");
        }
        Scene first = scenes.get(0);
        for (Scene scene : scenes) {
            requireAlike(first, scene);
        }
        List<Motion> motions = new ArrayList<>();
        List<Outlier> outliers = new ArrayList<>();
        for (int m = 0; m < first.alignment.sizes().size(); m++) {
            if (m == first.alignment.reference()) {
                motions.add(Motion.NONE);
            } else {
                Source source = new Source(m, first.alignment, scenes);
                motions.add(source.motion(model));
                outliers.addAll(source.outliers(motions.get(m).transform()));
            }
        }
        return new Rig(new Alignment(first.alignment.reference(), first.alignment.sizes(), motions), outliers);
    }

    private static void requireAlike(Scene first, Scene scene) {
        if (scene.alignment.reference() != first.alignment.reference()
                || !scene.alignment.sizes().equals(first.alignment.sizes())) {
            throw new IllegalArgumentException(scene.name + ": has sources of " + words(scene) + ", but " + first.name
                    + " of " + words(first) + "; expected scenes of one rig");
        }
    }

    private static String words(Scene scene) {
        return String.join(
                ", ", scene.alignment.sizes().stream().map(Size::toString).toList());
    }

    /** One source in all scenes that can be trusted. */
    private static final class Source {
        private final int index;
        private final Size frame;
        private final Size size;
        private final List<Scene> trusted;

        Source(int index, Alignment any, List<Scene> scenes) {
            this.index = index;
            this.frame = any.sizes().get(any.reference());
            this.size = any.sizes().get(index);
            this.trusted =
                    scenes.stream().filter(scene -> motion(scene).isTrusted()).toList();
            if (trusted.size() < LEAST) {
                throw new IllegalArgumentException("the motion of source " + (index + 1) + " is trusted in "
                        + trusted.size() + " of " + scenes.size() + " scenes; expected " + LEAST + " or more");
            }
        }

        private Motion motion(Scene scene) {
            return scene.alignment.motions().get(index);
        }

        Motion motion(Optional<MotionModel> model) {
            List<Point> corners = Point.corners(frame.width(), frame.height());
            List<Point> seen = corners.stream().map(this::median).toList();
            MotionModel chosen = model.orElseGet(() -> simplest(corners, seen));
            Transform transform = PointFit.fit(chosen, corners, seen);
            List<Outlier> outliers = outliers(transform);
            int agreeing = trusted.size() - outliers.size();
            if (2 * agreeing < trusted.size() || agreeing < 2) {
                throw new IllegalArgumentException(
                        "the motion of source " + (index + 1) + " is one and the same in " + agreeing + " of the "
                                + trusted.size() + " scenes that can be trusted; expected half of them");
            }
            return new Motion(
                    transform,
                    chosen,
                    median(scene -> motion(scene).agreement()),
                    median(scene -> motion(scene).agreementBefore()),
                    median(scene -> motion(scene).evidence()),
                    median(scene -> motion(scene).overlap()),
                    median(scene -> motion(scene).disagreement()),
                    uncertainty(transform, outliers),
                    transform.cornerDistance(Transform.sameField(frame, size), frame.width(), frame.height()),
                    Optional.empty());
        }

        private Point median(Point corner) {
            return new Point(
                    median(scene -> motion(scene).transform().of(corner).x()),
                    median(scene -> motion(scene).transform().of(corner).y()));
        }

        private double median(ToDoubleFunction<Scene> number) {
            double[] sorted = trusted.stream().mapToDouble(number).sorted().toArray();
            int middle = sorted.length / 2;
            return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }

        private static MotionModel simplest(List<Point> corners, List<Point> seen) {
            return Arrays.stream(MotionModel.values())
                    .filter(model -> {
                        Transform fit = PointFit.fit(model, corners, seen);
                        return IntStream.range(0, corners.size())
                                        .mapToDouble(i -> fit.of(corners.get(i)).distance(seen.get(i)))
                                        .average()
                                        .orElse(0)
                                < FITS;
                    })
                    .findFirst()
                    .orElse(MotionModel.HOMOGRAPHY);
        }

        private double distance(Scene scene, Transform transform) {
            return motion(scene).transform().cornerDistance(transform, frame.width(), frame.height());
        }

        List<Outlier> outliers(Transform transform) {
            return trusted.stream()
                    .filter(scene -> distance(scene, transform)
                            > Math.max(FAR, FAR_OF_UNCERTAINTY * motion(scene).uncertainty()))
                    .map(scene -> new Outlier(scene.name, index, distance(scene, transform)))
                    .toList();
        }

        /** What nine of ten scenes are within, divided as errors of medians are. */
        private double uncertainty(Transform transform, List<Outlier> outliers) {
            List<String> names = outliers.stream().map(Outlier::scene).toList();
            double[] distances = trusted.stream()
                    .filter(scene -> !names.contains(scene.name))
                    .mapToDouble(scene -> distance(scene, transform))
                    .sorted()
                    .toArray();
            int within = (int) Math.ceil(NINE_OF_TEN * distances.length) - 1;
            return OF_MEDIAN * distances[within] / Math.sqrt(distances.length);
        }
    }
}
