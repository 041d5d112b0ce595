package io.dynafuse.cli;

import io.dynafuse.align.Aligner;
import io.dynafuse.align.Aligner.Around;
import io.dynafuse.align.Aligner.Sources;
import io.dynafuse.align.Alignment;
import io.dynafuse.align.Crop;
import io.dynafuse.align.MotionModel;
import io.dynafuse.align.Size;
import io.dynafuse.align.TransformFile;
import io.dynafuse.files.OneLine;
import io.dynafuse.image.Image;
import io.dynafuse.task.Task;
import io.dynafuse.task.TaskGuess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Aligns sources as options say.
 *
 * @param model of the motions, if one is asked for
 * @param staying the source that stays, if one is asked for
 * @param around where motions are looked for
 * @param points a file of pairs of points, to be used instead of looking
 * @param transform a file of transforms, to be used instead of looking
 * @param transforms what it holds
 * @param task of the sources; guessed where it matters and is not known
 */
record SourceAligner(
        Optional<MotionModel> model,
        Optional<Staying> staying,
        Crop crop,
        Optional<Around> around,
        Optional<Path> points,
        Optional<Path> transform,
        Optional<TransformFile> transforms,
        Optional<Task> task) {
    /** Looks for any motion. */
    static final SourceAligner AUTOMATIC = new SourceAligner(
            Optional.empty(),
            Optional.empty(),
            Crop.COMMON,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    // Fewer have no order.
    private static final int SEQUENCE = 3;

    /**
     * The source that stays where it is.
     *
     * @param index from 0; empty for the middle one
     */
    record Staying(Optional<Integer> index) {
        int of(int sources) {
            return index.orElse(sources / 2);
        }

        @Override
        public String toString() {
            return index.map(m -> "source " + (m + 1)).orElse("the middle");
        }
    }

    /** The same of sources of a task. */
    SourceAligner task(Optional<Task> known) {
        return new SourceAligner(model, staying, crop, around, points, transform, transforms, known);
    }

    /**
     * Finds or takes the motions.
     *
     * @param names what messages call the sources
     * @throws UntrustedAlignmentException if one cannot be trusted
     * @throws IllegalArgumentException if nothing is left by the crop, or given transforms are for other sources; one line
     * @throws IOException if a source or the points cannot be read
     */
    FoundAlignment align(List<String> names, Sources sources) throws IOException {
        Alignment alignment = motions(names, sources);
        requireTrusted(alignment, names);
        List<String> notes =
                transforms.map(given -> given.to(alignment.sizes()).notes()).orElse(List.of());
        return new FoundAlignment(alignment, crop, alignment.canvas(crop), names, notes);
    }

    /**
     * The motions, trusted or not.
     *
     * @throws IllegalArgumentException if given transforms are for other sources; one line
     * @throws IOException if a source or the points cannot be read
     */
    Alignment motions(List<String> names, Sources sources) throws IOException {
        int count = names.size();
        if (transforms.isPresent()) {
            return transformed(sizes(count, sources));
        }
        if (points.isPresent()) {
            int fixed = staying.map(one -> one.of(count)).orElse(0);
            return Alignment.ofPoints(points.get(), sizes(count, sources), fixed, model);
        }
        return new Aligner(model, staying.map(one -> one.of(count)), isSequence(count, sources), around)
                .align(count, sources);
    }

    private Alignment transformed(List<Size> sizes) {
        try {
            return transforms.orElseThrow().alignment(sizes);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(transform.map(Path::toString).orElse("") + ": " + e.getMessage(), e);
        }
    }

    private static List<Size> sizes(int count, Sources sources) throws IOException {
        List<Size> sizes = new ArrayList<>();
        for (int m = 0; m < count; m++) {
            sizes.add(Size.of(sources.read(m)));
        }
        return sizes;
    }

    /** Whether the sources are those of a focus stack, of which neighbours resemble each other most. */
    private boolean isSequence(int count, Sources sources) throws IOException {
        if (count < SEQUENCE || task.isPresent()) {
            return count >= SEQUENCE && task.equals(Optional.of(Task.MULTI_FOCUS));
        }
        List<Image> thumbnails = new ArrayList<>();
        for (int m = 0; m < count; m++) {
            thumbnails.add(SourceStack.thumbnail(sources.read(m)));
        }
        return thumbnails.stream().map(Size::of).distinct().count() == 1
                && TaskGuess.of(thumbnails).task() == Task.MULTI_FOCUS;
    }

    private static void requireTrusted(Alignment alignment, List<String> names) {
        Map<Integer, String> reasons = new TreeMap<>();
        alignment
                .untrusted()
                .forEach(m -> reasons.put(
                        m,
                        OneLine.of("cannot be aligned with " + names.get(alignment.reference()) + ": "
                                + alignment.motions().get(m).distrust().orElseThrow())));
        if (!reasons.isEmpty()) {
            throw new UntrustedAlignmentException(names, reasons);
        }
    }

    /** What is done, in a few words; equal words mean equal treatment of the same sources. */
    String words() {
        List<String> words = new ArrayList<>(List.of("aligned"));
        staying.ifPresent(one -> words.add("to " + one));
        model.ifPresent(chosen -> words.add(chosen.word()));
        words.add("crop " + crop.word());
        around.ifPresent(known -> words.add("around " + known.degrees() + "," + known.scale()));
        points.ifPresent(file -> words.add("by points of " + file));
        transform.ifPresent(file -> words.add("by " + file));
        return String.join(" ", words);
    }
}
