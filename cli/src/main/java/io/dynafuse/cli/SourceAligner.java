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
import java.util.Optional;

/**
 * Aligns sources as options say.
 *
 * @param model of the motions, if one is asked for
 * @param reference the source that stays, from 0, if one is asked for
 * @param around where motions are looked for
 * @param points a file of pairs of points, to be used instead of looking
 * @param transform a file of transforms, to be used instead of looking
 * @param transforms what it holds
 * @param task of the sources; guessed where it matters and is not known
 */
record SourceAligner(
        Optional<MotionModel> model,
        Optional<Integer> reference,
        Crop crop,
        Optional<Around> around,
        Optional<Path> points,
        Optional<Path> transform,
        Optional<TransformFile> transforms,
        Optional<Task> task) {
    // Fewer have no order.
    private static final int SEQUENCE = 3;

    /** The same of sources of a task. */
    SourceAligner task(Optional<Task> known) {
        return new SourceAligner(model, reference, crop, around, points, transform, transforms, known);
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
        if (transforms.isPresent()) {
            List<Size> sizes = sizes(names.size(), sources);
            try {
                return found(
                        transforms.get().alignment(sizes),
                        names,
                        transforms.get().to(sizes).notes());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(transform.map(Path::toString).orElse("") + ": " + e.getMessage(), e);
            }
        }
        if (points.isPresent()) {
            List<Size> sizes = sizes(names.size(), sources);
            return found(Alignment.ofPoints(points.get(), sizes, reference.orElse(0), model), names, List.of());
        }
        Aligner aligner = new Aligner(model, reference, isSequence(names.size(), sources), around);
        return found(aligner.align(names.size(), sources), names, List.of());
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

    private FoundAlignment found(Alignment alignment, List<String> names, List<String> notes) {
        if (!alignment.isTrusted()) {
            throw new UntrustedAlignmentException(alignment.untrusted().stream()
                    .map(m -> names.get(m) + ": cannot be aligned with " + names.get(alignment.reference()) + ": "
                            + alignment.motions().get(m).distrust().orElseThrow() + "; "
                            + help(names.size()))
                    .map(OneLine::of)
                    .toList());
        }
        return new FoundAlignment(alignment, crop, alignment.canvas(crop), names, notes);
    }

    private static String help(int sources) {
        return "what may help: --around ANGLE,SCALE" + (sources == 2 ? ", --points FILE" : "") + " or --transform FILE";
    }

    /** What is done, in a few words; equal words mean equal treatment of the same sources. */
    String words() {
        List<String> words = new ArrayList<>(List.of("aligned"));
        reference.ifPresent(index -> words.add("to source " + (index + 1)));
        model.ifPresent(chosen -> words.add(chosen.word()));
        words.add("crop " + crop.word());
        around.ifPresent(known -> words.add("around " + known.degrees() + "," + known.scale()));
        points.ifPresent(file -> words.add("by points of " + file));
        transform.ifPresent(file -> words.add("by " + file));
        return String.join(" ", words);
    }
}
