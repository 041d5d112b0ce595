package io.dynafuse.preparation;

import io.dynafuse.image.Image;
import io.dynafuse.image.ImageHeader;
import io.dynafuse.task.Task;
import io.dynafuse.task.TaskGuess;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Prepares the sources of a scene: what is done to them after reading and before fusion. By default, sources of one size that use their
 * range stay as they are, sample for sample.
 *
 * <pre>{@code
 * List<PreparedSource> sources = SourcePreparation.DEFAULT.resize(Resize.LARGEST).prepare(List.of(
 *         PreparedSource.of("visible", visible), PreparedSource.of("infrared", infrared)));
 * FusedImage fused = fuser.fuse(PreparedSource.images(sources));
 * }</pre>
 *
 * @param stretches one for all sources, or one a source
 * @param resize the size they are brought to
 * @param task of the sources; guessed where it matters and is not known
 * @param registration what brings them onto each other before
 */
public record SourcePreparation(
        List<Stretch> stretches, Resize resize, Optional<Task> task, Registration registration) {
    /** Refuses sources of several sizes, and stretches the narrow range of an infrared source. */
    public static final SourcePreparation DEFAULT =
            new SourcePreparation(List.of(Stretch.AUTO), Resize.NONE, Optional.empty(), Registration.NONE);

    /** @throws IllegalArgumentException if there is no stretch */
    public SourcePreparation {
        stretches = List.copyOf(stretches);
        if (stretches.isEmpty()) {
            throw new IllegalArgumentException("expected a stretch for all sources, or one for each, found none");
        }
    }

    /** The same with a stretch for all sources, or one for each. */
    public SourcePreparation stretch(Stretch... chosen) {
        return new SourcePreparation(List.of(chosen), resize, task, registration);
    }

    /** The same with another rule of sizes. */
    public SourcePreparation resize(Resize chosen) {
        return new SourcePreparation(stretches, chosen, task, registration);
    }

    /** The same of sources of a task, if it is known. */
    public SourcePreparation task(Optional<Task> known) {
        return new SourcePreparation(stretches, resize, known, registration);
    }

    /** The same of sources that are brought onto each other first, of whatever sizes they are. */
    public SourcePreparation registration(Registration chosen) {
        return new SourcePreparation(stretches, resize, task, chosen);
    }

    /** The settings in a few words for people; equal words mean equal treatment of the same sources of the same task. */
    public String words() {
        return "stretch " + stretches.stream().map(SourcePreparation::word).collect(Collectors.joining(","))
                + ", resize " + word(resize)
                + (registration.words().isEmpty() ? "" : ", " + registration.words());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Brings sources onto each other and to one size, then stretches what is to be stretched.
     *
     * @throws IllegalArgumentException if the sizes differ and are not to be changed, or their aspect ratios differ by more than 1 %, or
     *     there are several stretches, but not one for each source
     */
    public List<PreparedSource> prepare(List<PreparedSource> sources) {
        return stretched(resized(sources));
    }

    /**
     * Brings sources onto each other and to one size.
     *
     * @throws IllegalArgumentException if they cannot be brought onto each other, or the sizes differ and are not to be changed, or their aspect ratios differ by more than 1 %
     */
    public List<PreparedSource> resized(List<PreparedSource> read) {
        if (read.isEmpty()) {
            return List.of();
        }
        List<PreparedSource> sources = registration.of(read);
        Image model = resize.model(PreparedSource.images(sources));
        sources.forEach(source -> requireResizable(Sized.of(source), Sized.of(sources.get(0))));
        return sources.stream()
                .map(source -> source.resized(model.width(), model.height()))
                .toList();
    }

    /**
     * Checks by their headers that images can be brought to one size, unless that depends on what they show.
     *
     * @param names what messages call the images, such as their paths
     * @throws IllegalArgumentException as {@link #resized} throws it
     */
    public void requireResizable(List<String> names, List<ImageHeader> headers) {
        for (int i = 1; i < headers.size() && registration == Registration.NONE; i++) {
            requireResizable(Sized.of(names.get(i), headers.get(i)), Sized.of(names.get(0), headers.get(0)));
        }
    }

    /** An image by its name and size. */
    private record Sized(String name, int width, int height) {
        static Sized of(String name, ImageHeader header) {
            return new Sized(name, header.width(), header.height());
        }

        static Sized of(PreparedSource source) {
            return new Sized(
                    source.name(), source.image().width(), source.image().height());
        }

        double ratio() {
            return (double) width / height;
        }

        @Override
        public String toString() {
            return width + "x" + height;
        }
    }

    private void requireResizable(Sized source, Sized first) {
        if (source.width() == first.width() && source.height() == first.height()) {
            return;
        }
        String sizes = source.name() + ": is " + source + ", but " + first.name() + " is " + first;
        double difference = Resize.difference(source.ratio(), first.ratio());
        if (difference > Resize.SAME_RATIO) {
            throw new IllegalArgumentException(sizes
                    + String.format(
                            Locale.ROOT,
                            ", whose aspect ratios (%.3f and %.3f) differ by %.1f %%; expected registered images of one"
                                    + " aspect ratio, within 1 %%",
                            source.ratio(),
                            first.ratio(),
                            100 * difference));
        }
        if (resize == Resize.NONE) {
            throw new IllegalArgumentException(
                    sizes + "; expected registered images of one size, or --resize smallest, largest or first");
        }
    }

    /**
     * Finds the range that each source uses, and stretches what is to be stretched.
     *
     * @param sources of one size
     * @throws IllegalArgumentException if there are several stretches, but not one for each source
     */
    public List<PreparedSource> stretched(List<PreparedSource> sources) {
        requireStretches(sources.size());
        List<PreparedSource> measured =
                sources.parallelStream().map(PreparedSource::measured).toList();
        List<Boolean> thermal = areThermal(measured);
        return IntStream.range(0, measured.size())
                .parallel()
                .mapToObj(m -> {
                    Stretch chosen = stretches.get(stretches.size() == 1 ? 0 : m);
                    boolean automatic = chosen == Stretch.AUTO;
                    return automatic && !thermal.get(m)
                            ? measured.get(m)
                            : measured.get(m).stretched(automatic ? Stretch.PERCENTILE : chosen, automatic);
                })
                .toList();
    }

    /**
     * Checks that there is one stretch for all, or one for each of so many sources.
     *
     * @throws IllegalArgumentException otherwise
     */
    public void requireStretches(int sources) {
        if (stretches.size() != 1 && stretches.size() != sources) {
            throw new IllegalArgumentException("--stretch: expected one word for all sources, or one for each of the "
                    + sources + ", found " + stretches.size());
        }
    }

    /** Which sources use a small part of their range because they are counts of an infrared sensor. */
    private List<Boolean> areThermal(List<PreparedSource> sources) {
        List<Boolean> candidates = candidates(sources);
        boolean open = stretches.contains(Stretch.AUTO) && candidates.contains(true) && sources.size() > 1;
        return open
                        && task.orElseGet(() -> TaskGuess.of(PreparedSource.images(sources))
                                        .task())
                                == Task.VISIBLE_INFRARED
                ? candidates
                : sources.stream().map(source -> false).toList();
    }

    /** Those known to be infrared; otherwise the gray sources beside one in colour; otherwise the narrow ones. */
    private static List<Boolean> candidates(List<PreparedSource> sources) {
        boolean known = sources.stream().anyMatch(PreparedSource::isInfrared);
        boolean colour = sources.stream().anyMatch(source -> !source.image().isGray());
        return sources.stream()
                .map(source -> source.range().orElseThrow().isNarrow()
                        && (known
                                ? source.isInfrared()
                                : source.image().isGray()
                                        && (colour
                                                || !source.range().orElseThrow().looksUnlit())))
                .toList();
    }
}
