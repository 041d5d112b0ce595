package io.dynafuse.preparation;

import io.dynafuse.image.ContrastStretch;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageMetadata;
import io.dynafuse.image.Resampling;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.image.SampleRange;
import io.dynafuse.task.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A source and what was done to it before it is fused.
 *
 * @param name what notes call it, such as its file
 * @param image as it is to be fused
 * @param role what it is to its scene, as far as that is known
 * @param width when it was read
 * @param height when it was read
 * @param range the range it used before it was resized and stretched; empty until it was measured
 * @param stretch how it was stretched, if it was
 * @param registered how it was brought onto the others, if it was to be
 */
public record PreparedSource(
        String name,
        Image image,
        Optional<Role> role,
        int width,
        int height,
        Optional<SampleRange> range,
        Optional<Stretched> stretch,
        Optional<Registered> registered) {
    /**
     * How values were stretched.
     *
     * @param method {@link Stretch#RANGE} or {@link Stretch#PERCENTILE}
     * @param automatic whether it was done without being asked for
     * @param clipped the share of samples outside of the range that was stretched
     */
    public record Stretched(Stretch method, boolean automatic, ContrastStretch levels, double clipped) {}

    /**
     * How a source was brought onto the others.
     *
     * @param note what the user must know of it; empty for nothing
     * @param summary the same in a word or two; empty for nothing
     * @param facts what programs may want to know of it, by name
     * @param width then
     * @param height then
     */
    public record Registered(String note, String summary, Map<String, Object> facts, int width, int height) {}

    /** An image as it was read. */
    public static PreparedSource of(String name, Image image) {
        return new PreparedSource(
                name,
                image,
                Optional.empty(),
                image.width(),
                image.height(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** What each source is to its scene where that is known of all of them; none otherwise. */
    public static List<Role> allRoles(List<PreparedSource> sources) {
        return known(sources.stream().map(PreparedSource::role).toList());
    }

    /** The roles, if all are known; none otherwise. */
    public static List<Role> known(List<Optional<Role>> roles) {
        List<Role> all = roles.stream().flatMap(Optional::stream).toList();
        return all.size() == roles.size() ? all : List.of();
    }

    /** The same source in a role, as far as it is known. */
    public PreparedSource role(Optional<Role> known) {
        return new PreparedSource(name, image, known, width, height, range, stretch, registered);
    }

    /** The same source, which notes call otherwise. */
    PreparedSource named(String other) {
        return new PreparedSource(other, image, role, width, height, range, stretch, registered);
    }

    /** The same source, described by other metadata. */
    public PreparedSource withMetadata(ImageMetadata metadata) {
        return new PreparedSource(name, image.with(metadata), role, width, height, range, stretch, registered);
    }

    boolean isInfrared() {
        return role.filter(Role::isInfrared).isPresent();
    }

    /** The images of sources, in their order. */
    public static List<Image> images(List<PreparedSource> sources) {
        return sources.stream().map(PreparedSource::image).toList();
    }

    /**
     * The same source brought onto the others.
     *
     * @param moved its image there
     * @param facts what programs may want to know of it, by name
     */
    public PreparedSource registered(Image moved, String note, String summary, Map<String, Object> facts) {
        return new PreparedSource(
                name,
                moved,
                role,
                width,
                height,
                range,
                stretch,
                Optional.of(new Registered(note, summary, facts, moved.width(), moved.height())));
    }

    /** Whether its size was changed after it was brought onto the others. */
    public boolean isResized() {
        return image.width() != widthBefore() || image.height() != heightBefore();
    }

    private int widthBefore() {
        return registered.map(Registered::width).orElse(width);
    }

    private int heightBefore() {
        return registered.map(Registered::height).orElse(height);
    }

    /** How many times wider it became. */
    public double horizontalFactor() {
        return (double) image.width() / widthBefore();
    }

    /** How many times higher it became. */
    public double verticalFactor() {
        return (double) image.height() / heightBefore();
    }

    /** What the user must be told about the source, one line each. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        registered
                .map(Registered::note)
                .filter(note -> !note.isEmpty())
                .ifPresent(note -> notes.add(name + ": " + note));
        if (isResized()) {
            notes.add(name + ": " + widthBefore() + "x" + heightBefore() + " resampled to " + image.width() + "x"
                    + image.height() + " (--resize), by " + factors());
        }
        range.flatMap(this::rangeNote).ifPresent(notes::add);
        return notes;
    }

    /** What was done, in lines that are equal for all sources treated alike. */
    public List<String> kinds() {
        List<String> kinds = new ArrayList<>();
        if (registered.filter(how -> !how.note().isEmpty()).isPresent()) {
            kinds.add("sources were aligned before they were fused (--align)");
        }
        if (isResized()) {
            kinds.add("sources of other sizes were resampled (--resize), and are measured so");
        }
        if (stretch.isPresent()) {
            kinds.add(
                    stretch.get().automatic()
                            ? "infrared sources that use less than a tenth of their range were stretched before they were"
                                    + " fused; --stretch none leaves them as they are"
                            : "sources were stretched before they were fused (--stretch)");
        } else if (range.filter(SampleRange::isConstant).isPresent()) {
            kinds.add("sources of one value all over add nothing");
        } else if (range.filter(SampleRange::isNarrow).isPresent()) {
            kinds.add(
                    "sources that use less than a tenth of their range have little effect; --stretch percentile spreads"
                            + " them");
        }
        return kinds;
    }

    /** What was done, in a word or two, such as {@code resized by 2.00}; empty if nothing was. */
    public String summary() {
        List<String> parts = new ArrayList<>();
        registered
                .map(Registered::summary)
                .filter(summary -> !summary.isEmpty())
                .ifPresent(parts::add);
        if (isResized()) {
            parts.add("resized by " + factors());
        }
        stretch.ifPresent(how -> parts.add("stretched"));
        return String.join(" and ", parts);
    }

    private String factors() {
        String horizontal = text("%.4g", horizontalFactor());
        String vertical = text("%.4g", verticalFactor());
        return horizontal.equals(vertical) ? horizontal : horizontal + " x " + vertical;
    }

    private Optional<String> rangeNote(SampleRange found) {
        if (found.isConstant()) {
            return Optional.of(
                    name + ": is " + level(found.minimum()) + " all over, which adds nothing and cannot be stretched");
        }
        if (stretch.isPresent()) {
            return Optional.of(name + ": " + uses(found) + stretchNote(stretch.get()));
        }
        return found.isNarrow()
                ? Optional.of(name + ": " + uses(found) + ", which has little effect; --stretch percentile spreads it")
                : Optional.empty();
    }

    private String stretchNote(Stretched how) {
        return text(
                        ", stretched from %s..%s to all of it (%s, %s clipped) in its own depth",
                        level(how.levels().from()),
                        level(how.levels().to()),
                        how.method().name().toLowerCase(Locale.ROOT),
                        how.clipped() == 0 ? "nothing" : text("%.2g %%", 100 * how.clipped()))
                + (how.automatic() ? "; --stretch none leaves it as it is" : "");
    }

    private String uses(SampleRange found) {
        String whole = text(
                "uses %s..%s of 0..%d (%.2g %%)",
                level(found.minimum()),
                level(found.maximum()),
                image.depth().maximum(),
                100 * (found.maximum() - found.minimum()));
        return found.minimum() == found.low() && found.maximum() == found.high()
                ? whole
                : whole
                        + text(
                                ", all but %.2g %% of it %s..%s (%.2g %%)",
                                100 * found.outside(),
                                level(found.low()),
                                level(found.high()),
                                100 * (found.high() - found.low()));
    }

    private String level(float value) {
        return image.depth() == SampleDepth.FLOAT_32
                ? text("%.4g", value)
                : Integer.toString(Math.round(value * image.depth().maximum()));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** The source, measured before its size changes, as resampling smears dead pixels over their neighbours and overshoots beside edges. */
    PreparedSource resized(int newWidth, int newHeight) {
        Image resampled = Resampling.to(image, newWidth, newHeight);
        return resampled == image
                ? this
                : new PreparedSource(name, resampled, role, width, height, measured().range, stretch, registered);
    }

    PreparedSource measured() {
        return range.isPresent()
                ? this
                : new PreparedSource(
                        name, image, role, width, height, Optional.of(SampleRange.of(image)), stretch, registered);
    }

    /** For a source that was measured. */
    PreparedSource stretched(Stretch method, boolean automatic) {
        SampleRange found = range.orElseThrow();
        return method.of(found)
                .map(levels -> new PreparedSource(
                        name,
                        levels.of(image),
                        role,
                        width,
                        height,
                        range,
                        Optional.of(new Stretched(
                                method, automatic, levels, method == Stretch.RANGE ? 0 : found.outside())),
                        registered))
                .orElse(this);
    }
}
