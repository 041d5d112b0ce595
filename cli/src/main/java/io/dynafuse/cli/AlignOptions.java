package io.dynafuse.cli;

import io.dynafuse.align.Aligner.Around;
import io.dynafuse.align.Crop;
import io.dynafuse.align.MotionModel;
import io.dynafuse.align.TransformFile;
import io.dynafuse.cli.SourceAligner.Staying;
import io.dynafuse.files.OneLine;
import io.dynafuse.preparation.SourcePage;
import io.dynafuse.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options for how sources are aligned. */
final class AlignOptions {
    private static final String FIRST = "first";
    private static final String MIDDLE = "middle";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--align-to",
            paramLabel = "first|middle|FILE",
            description = "Which source stays where it is; the first of two and the middle one of more if not given.")
    private Optional<String> alignTo = Optional.empty();

    @Option(
            names = "--motion",
            paramLabel = "MODEL",
            converter = MotionConverter.class,
            description = "What motions are allowed: translation, breathing (shift and scale), similarity, affine,"
                    + " homography; or auto, if not given: the simplest that does as well as richer ones.")
    private Motion motion = new Motion(Optional.empty());

    @Option(
            names = "--crop",
            paramLabel = "common|reference|union",
            description = "What aligned sources are cut to: the largest rectangle in which every source has data, the"
                    + " frame of the source that stays, or all that any source shows; common if not given. Where a"
                    + " source has no data, it is transparent.")
    private Optional<Crop> crop = Optional.empty();

    @Option(
            names = "--around",
            paramLabel = "ANGLE,SCALE",
            converter = AroundConverter.class,
            description = "A turn and scale that are known to 10 degrees and 10 %%, such as 90,1: by how many degrees"
                    + " the others show things turned clockwise against the source that stays, and how many times larger,"
                    + " if both are brought to one longer side.")
    private Optional<Around> around = Optional.empty();

    @Option(
            names = "--points",
            paramLabel = "FILE",
            description = "Pairs of points that show the same in two sources, instead of looking for the motion: a line"
                    + " each, as x y in the source that stays and x y in the other, in pixels from 0.")
    private Optional<Path> points = Optional.empty();

    @Option(
            names = "--transform",
            paramLabel = "FILE",
            description = "The alignment.json of dynafuse align, to be applied to these sources, too.")
    private Optional<Path> transform = Optional.empty();

    /** What motions are allowed; empty for the simplest that does. */
    private record Motion(Optional<MotionModel> model) {}

    private static final class MotionConverter implements ITypeConverter<Motion> {
        @Override
        public Motion convert(String word) {
            if (word.equals("auto")) {
                return new Motion(Optional.empty());
            }
            Optional<MotionModel> model = MotionModel.of(word);
            if (model.isEmpty()) {
                throw new TypeConversionException("expected one of auto, "
                        + Arrays.stream(MotionModel.values())
                                .map(MotionModel::word)
                                .collect(Collectors.joining(", "))
                        + ", found " + word);
            }
            return new Motion(model);
        }
    }

    private static final class AroundConverter implements ITypeConverter<Around> {
        @Override
        public Around convert(String text) {
            String[] numbers = text.split(",", -1);
            try {
                if (numbers.length == 2) {
                    return new Around(Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]));
                }
            } catch (NumberFormatException e) {
                throw new TypeConversionException(expected(text));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
            throw new TypeConversionException(expected(text));
        }

        private static String expected(String text) {
            return "expected an angle in degrees and a scale, such as 90,1, found " + text;
        }
    }

    /** The first of these options that was given. */
    Optional<String> given() {
        return Stream.of("--align-to", "--motion", "--crop", "--around", "--points", "--transform")
                .filter(name -> command.commandLine().getParseResult().hasMatchedOption(name))
                .findFirst();
    }

    Optional<Path> pointsFile() {
        return points;
    }

    /** The files that are read. */
    Stream<Path> files() {
        return Stream.concat(points.stream(), transform.stream());
    }

    /** Checks options against each other. */
    void requireSense() {
        Usage.require(
                command,
                files().noneMatch(file -> file.toString().isEmpty()),
                "--points, --transform: expected the name of a file, found an empty one");
        requireAlone(
                "--points", points.isPresent(), Stream.of(named("--around", around), named("--transform", transform)));
        requireAlone(
                "--transform",
                transform.isPresent(),
                Stream.of(named("--around", around), named("--align-to", alignTo), named("--motion", motion.model())));
    }

    private static Optional<String> named(String name, Optional<?> given) {
        return given.map(value -> name);
    }

    private void requireAlone(String option, boolean isGiven, Stream<Optional<String>> others) {
        Optional<String> other = others.flatMap(Optional::stream).findFirst();
        Usage.require(
                command,
                !isGiven || other.isEmpty(),
                option + ": says itself what " + other.orElse("") + " would say; expected one of both");
    }

    /** How these images are aligned, of a task if it is known. */
    SourceAligner aligner(List<SourcePage> pages, Optional<Task> task) throws IOException {
        Usage.require(
                command,
                points.isEmpty() || pages.size() == 2,
                "--points: is for two sources, found " + pages.size()
                        + "; expected two, or --transform FILE with the transforms of all");
        return aligner(alignTo.map(word -> staying(word, pages)), task);
    }

    private Staying staying(String word, List<SourcePage> pages) {
        return staying(word).orElseGet(() -> {
            List<Integer> named = IntStream.range(0, pages.size())
                    .filter(m -> Usage.isSameFile(pages.get(m).file(), Path.of(word)))
                    .boxed()
                    .toList();
            Usage.require(
                    command,
                    named.size() == 1,
                    "--align-to " + OneLine.brief(word) + ": expected first, middle or one of the sources ("
                            + pages.stream().map(SourcePage::toString).collect(Collectors.joining(", "))
                            + "), found " + (named.isEmpty() ? "none of them" : "a file of several"));
            return new Staying(Optional.of(named.get(0)));
        });
    }

    private static Optional<Staying> staying(String word) {
        if (word.equals(FIRST)) {
            return Optional.of(new Staying(Optional.of(0)));
        }
        return word.equals(MIDDLE) ? Optional.of(new Staying(Optional.empty())) : Optional.empty();
    }

    /** How the scenes of a dataset are aligned, of a task if it is known. */
    SourceAligner aligner(Optional<Task> task) throws IOException {
        Usage.require(
                command, points.isEmpty(), "--points: is for two images; a dataset would need points of each scene");
        alignTo.ifPresent(word -> Usage.require(
                command,
                staying(word).isPresent(),
                "--align-to " + OneLine.brief(word) + ": expected first or middle for a dataset"));
        return aligner(alignTo.flatMap(AlignOptions::staying), task);
    }

    private SourceAligner aligner(Optional<Staying> staying, Optional<Task> task) throws IOException {
        Optional<TransformFile> transforms =
                transform.isPresent() ? Optional.of(TransformFile.read(transform.get())) : Optional.empty();
        return new SourceAligner(
                motion.model(), staying, crop.orElse(Crop.COMMON), around, points, transform, transforms, task);
    }
}
