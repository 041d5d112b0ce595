package io.dynafuse.align;

import com.fasterxml.jackson.core.JacksonException;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.Json;
import io.dynafuse.files.OneLine;
import io.dynafuse.files.UnwritableFileException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An alignment as JSON, to be looked at and to be applied again. Places are those of pixel centres, the first of which is (0, 0).
 *
 * @param version of this layout, 1
 * @param dynafuse the version of Dynafuse that wrote it
 * @param reference which of the sources is the reference, counted from 1
 * @param sources all sources in their order, the reference among them
 * @param crop the {@linkplain Crop#word word} of the crop that made the canvas
 * @param canvas what the sources were cut to
 */
public record TransformFile(
        int version,
        String dynafuse,
        int reference,
        List<Source> sources,
        Optional<String> crop,
        Optional<Canvas> canvas) {
    /** The version of this layout. */
    public static final int VERSION = 1;

    // Some hundred bytes a source; 200 of them fit several times.
    private static final long LARGEST = 1 << 20;

    /**
     * How one source has moved.
     *
     * @param name of its file, without its folder
     * @param width in pixels
     * @param height in pixels
     * @param matrix the nine entries of the {@link Transform} from the reference to the source, row by row
     * @param model the {@linkplain MotionModel#word word} of the model that the motion is of
     * @param agreementBefore how much the source agreed with the reference before it was moved
     * @param agreementAfter how much it agreed then
     * @param uncertainty the predicted error at the corners, in pixels
     * @param trusted whether the motion passed the checks
     */
    public record Source(
            String name,
            int width,
            int height,
            List<Double> matrix,
            Optional<String> model,
            Optional<Double> agreementBefore,
            Optional<Double> agreementAfter,
            Optional<Double> uncertainty,
            boolean trusted) {
        /** @throws IllegalArgumentException if the size, the matrix, the model or a number is none */
        public Source {
            require(matrix.stream().noneMatch(Objects::isNull), "a matrix has a null");
            matrix = List.copyOf(matrix);
            Size size = new Size(width, height);
            map(matrix);
            model.ifPresent(word -> require(
                    MotionModel.of(word).isPresent(), "the model " + OneLine.brief(word) + " is none of " + models()));
            for (Optional<Double> number : List.of(agreementBefore, agreementAfter, uncertainty)) {
                require(
                        number.stream().allMatch(Double::isFinite),
                        "a number of a source of " + size + " pixels is not finite");
            }
        }

        /** The reference itself. */
        public static Source reference(String name, Size size) {
            return new Source(
                    name,
                    size.width(),
                    size.height(),
                    entries(Transform.IDENTITY),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    true);
        }

        /** Where a pixel of the reference is found in this source. */
        public Transform transform() {
            return map(matrix);
        }

        /** The size of its image. */
        public Size size() {
            return new Size(width, height);
        }

        private static Transform map(List<Double> matrix) {
            return Transform.of(matrix.stream().mapToDouble(Double::doubleValue).toArray());
        }
    }

    /**
     * The motions for given images.
     *
     * @param transforms where a pixel of the reference is found in each image, in their order
     * @param notes what to know of them, one line each
     */
    public record Applied(List<Transform> transforms, List<String> notes) {
        /** Copies both lists. */
        public Applied {
            transforms = List.copyOf(transforms);
            notes = List.copyOf(notes);
        }
    }

    /** @throws IllegalArgumentException if it cannot be of an alignment */
    public TransformFile {
        require(sources.stream().noneMatch(Objects::isNull), "a source is null");
        sources = List.copyOf(sources);
        require(version == VERSION, "it has version " + version + ", expected " + VERSION);
        require(sources.size() >= 2, "it has " + sources.size() + " sources, expected 2 or more");
        require(
                reference >= 1 && reference <= sources.size(),
                "its reference is source " + reference + " of " + sources.size());
        require(
                sources.get(reference - 1).transform().equals(Transform.IDENTITY),
                "the matrix of its reference is not that of no motion");
        crop.ifPresent(word -> require(
                Crop.of(word).isPresent(),
                "the crop " + OneLine.brief(word) + " is none of "
                        + String.join(
                                ", ",
                                Arrays.stream(Crop.values()).map(Crop::word).toList())));
    }

    private static String models() {
        return String.join(
                ", ", Arrays.stream(MotionModel.values()).map(MotionModel::word).toList());
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** The entries of a map as a {@link Source} has them. */
    public static List<Double> entries(Transform transform) {
        return Arrays.stream(transform.rows()).boxed().toList();
    }

    /**
     * The alignment that a file holds.
     *
     * @throws IOException if the file cannot be read or holds no alignment; one line that names it
     */
    public static TransformFile read(Path file) throws IOException {
        try {
            return Json.read(file, TransformFile.class, LARGEST);
        } catch (JacksonException e) {
            // What a constructor says is inside.
            boolean own = e.getCause() instanceof IllegalArgumentException;
            throw wrong(file, own ? e.getCause().getMessage() : e.getOriginalMessage(), e);
        } catch (NoSuchFileException e) {
            throw wrong(file, "there is no such file", e);
        } catch (IOException e) {
            throw wrong(file, e.getMessage(), e);
        }
    }

    private static IOException wrong(Path file, String reason, Exception cause) {
        return new IOException(
                OneLine.of(file.toString()) + ": holds no transforms (" + OneLine.of(String.valueOf(reason))
                        + "); expected a file as dynafuse align writes it",
                cause);
    }

    /** @throws UnwritableFileException if the file cannot be written; it is then as it was */
    public void write(Path file) throws UnwritableFileException {
        AtomicFile.write(file, Json.content(this));
    }

    /**
     * The motions for images that take the place of the sources. Images that are all larger or smaller copies, in the very proportions of the
     * sources, get motions scaled as they are.
     *
     * @param sizes of the images, in the order of the sources
     * @throws IllegalArgumentException if there are more or fewer images than sources, or one has other proportions; one line
     */
    public Applied to(List<Size> sizes) {
        require(
                sizes.size() == sources.size(),
                "the transforms are for " + sources.size() + " sources, found " + sizes.size());
        for (int i = 0; i < sizes.size(); i++) {
            Source source = sources.get(i);
            require(
                    sizes.get(i).isProportionalTo(source.size()),
                    "the transform of source " + (i + 1) + " (" + OneLine.brief(source.name()) + ") is for "
                            + source.size() + " pixels or the same proportions, found " + sizes.get(i));
        }
        List<Transform> transforms = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            transforms.add(sources.get(i).transform().between(growth(reference - 1, sizes), growth(i, sizes)));
            addNotes(i, sizes.get(i), notes);
        }
        return new Applied(transforms, notes);
    }

    /**
     * The alignment of images that take the place of the sources; see {@link #to}.
     *
     * @throws IllegalArgumentException as {@link #to} throws it
     */
    public Alignment alignment(List<Size> sizes) {
        List<Transform> transforms = to(sizes).transforms();
        List<Motion> motions = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            MotionModel model = sources.get(i).model().flatMap(MotionModel::of).orElse(MotionModel.HOMOGRAPHY);
            double uncertainty = sources.get(i).uncertainty().orElse(Double.NaN);
            motions.add(
                    i == reference - 1
                            ? Motion.NONE
                            : Motion.given(
                                    transforms.get(i), model, uncertainty, sizes.get(reference - 1), sizes.get(i)));
        }
        return new Alignment(reference - 1, sizes, motions);
    }

    private double growth(int source, List<Size> sizes) {
        return (double) sizes.get(source).width() / sources.get(source).width();
    }

    private void addNotes(int index, Size size, List<String> notes) {
        Source source = sources.get(index);
        String name = "source " + (index + 1) + " (" + OneLine.brief(source.name()) + ")";
        if (!size.equals(source.size())) {
            notes.add("the transform of " + name + " is for " + source.size() + " pixels and was scaled to " + size);
        }
        if (!source.trusted()) {
            notes.add("the transform of " + name + " was not trusted when it was found");
        }
    }
}
