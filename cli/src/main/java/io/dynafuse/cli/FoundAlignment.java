package io.dynafuse.cli;

import io.dynafuse.align.Alignment;
import io.dynafuse.align.Canvas;
import io.dynafuse.align.Crop;
import io.dynafuse.align.Motion;
import io.dynafuse.align.Size;
import io.dynafuse.align.TransformFile;
import io.dynafuse.image.Image;
import io.dynafuse.preparation.PreparedSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How sources are moved onto each other, in which all motions are trusted.
 *
 * @param canvas what they are cut to
 * @param names what messages call the sources
 * @param notes for people
 */
record FoundAlignment(Alignment alignment, Crop crop, Canvas canvas, List<String> names, List<String> notes) {
    FoundAlignment {
        names = List.copyOf(names);
        notes = List.copyOf(notes);
    }

    /** A source moved onto the others. */
    Image apply(int index, Image source) {
        return alignment.apply(index, source, canvas);
    }

    /** The same, with what is said of it. */
    PreparedSource apply(int index, PreparedSource source) {
        return source.registered(apply(index, source.image()), note(index), summary(index), facts(index));
    }

    /** A line for each source, for people who asked how the sources lie. */
    List<String> lines() {
        return IntStream.range(0, names.size())
                .mapToObj(m -> names.get(m) + ": " + (m == alignment.reference() ? "stays" : words(m)))
                .toList();
    }

    private String words(int index) {
        return MotionWords.of(alignment, index);
    }

    private String note(int index) {
        return index == alignment.reference()
                ? cropped()
                : "aligned with " + names.get(alignment.reference()) + ": " + words(index);
    }

    private String summary(int index) {
        if (index == alignment.reference()) {
            return cropped();
        }
        return alignment.motions().get(index).distance() == 0
                ? ""
                : MotionWords.moved(alignment.motions().get(index));
    }

    /** What becomes of the frame of the reference. */
    private String cropped() {
        Size frame = alignment.sizes().get(alignment.reference());
        boolean same = canvas.equals(Canvas.of(frame.width(), frame.height()));
        boolean larger = canvas.width() > frame.width() || canvas.height() > frame.height();
        return same ? "" : (larger ? "extended to " : "cropped to ") + canvas.width() + "x" + canvas.height();
    }

    private Map<String, Object> facts(int index) {
        Motion motion = alignment.motions().get(index);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("reference", alignment.reference() + 1);
        facts.put("model", motion.model().word());
        facts.put("matrix", TransformFile.entries(motion.transform()));
        facts.put("moved", motion.distance());
        putFinite(facts, "agreementBefore", motion.agreementBefore());
        putFinite(facts, "agreement", motion.agreement());
        putFinite(facts, "uncertainty", motion.uncertainty());
        facts.put("crop", crop.word());
        facts.put("canvas", canvas);
        return facts;
    }

    private static void putFinite(Map<String, Object> facts, String name, double number) {
        if (Double.isFinite(number)) {
            facts.put(name, number);
        }
    }
}
