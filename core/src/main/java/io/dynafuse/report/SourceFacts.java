package io.dynafuse.report;

import io.dynafuse.image.SampleDepth;
import io.dynafuse.image.SampleRange;
import io.dynafuse.preparation.PreparedSource;
import io.dynafuse.preparation.SourceImages;
import io.dynafuse.preparation.SourcePage;
import io.dynafuse.task.Role;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is said of the sources of a fusion, without their images.
 *
 * @param roles what each is to the scene, as far as it is known
 * @param reports for programs
 * @param changes of each before it was fused; empty for none
 * @param notes for people
 * @param deepest the depth of the deepest
 * @param readTime the time it took to read them
 */
public record SourceFacts(
        List<SourcePage> files,
        List<Optional<Role>> roles,
        List<FusionReport.Source> reports,
        List<String> changes,
        List<String> notes,
        SampleDepth deepest,
        Duration readTime) {
    /** Of sources as they are fused. */
    public static SourceFacts of(SourceImages images) {
        return new SourceFacts(
                images.files(),
                images.roles(),
                IntStream.range(0, images.files().size())
                        .mapToObj(m ->
                                report(images.files().get(m), images.sources().get(m)))
                        .toList(),
                images.sources().stream().map(PreparedSource::summary).toList(),
                images.notes(),
                images.deepest(),
                images.readTime());
    }

    /** These sources, and more. */
    public SourceFacts and(SourceFacts more) {
        return new SourceFacts(
                joined(files, more.files),
                joined(roles, more.roles),
                joined(reports, more.reports),
                joined(changes, more.changes),
                joined(notes, more.notes).stream().distinct().toList(),
                deepest.compareTo(more.deepest) < 0 ? more.deepest : deepest,
                readTime.plus(more.readTime));
    }

    /** The same in known roles. */
    public SourceFacts inRoles(List<Optional<Role>> known) {
        return new SourceFacts(files, known, reports, changes, notes, deepest, readTime);
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static FusionReport.Source report(SourcePage page, PreparedSource source) {
        SampleDepth depth = source.image().depth();
        return new FusionReport.Source(
                page.file().toString(),
                page.page().orElse(0),
                source.width(),
                source.height(),
                source.image().isGray(),
                depth.word(),
                source.image().transparentShare(),
                source.range().map(range -> range(range, depth)).orElse(Map.of()),
                source.stretch().map(stretch -> stretch(stretch, depth)).orElse(Map.of()),
                source.registered().map(PreparedSource.Registered::facts).orElse(Map.of()),
                source.isResized() ? resize(source) : Map.of());
    }

    private static Map<String, Object> range(SampleRange range, SampleDepth depth) {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("minimum", level(range.minimum(), depth));
        parts.put("low", level(range.low(), depth));
        parts.put("high", level(range.high(), depth));
        parts.put("maximum", level(range.maximum(), depth));
        return parts;
    }

    private static Map<String, Object> stretch(PreparedSource.Stretched stretch, SampleDepth depth) {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("method", ConstantName.of(stretch.method()));
        parts.put("automatic", stretch.automatic());
        parts.put("from", level(stretch.levels().from(), depth));
        parts.put("to", level(stretch.levels().to(), depth));
        parts.put("clipped", stretch.clipped());
        return parts;
    }

    private static Map<String, Object> resize(PreparedSource source) {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("width", source.image().width());
        parts.put("height", source.image().height());
        parts.put("horizontalFactor", source.horizontalFactor());
        parts.put("verticalFactor", source.verticalFactor());
        return parts;
    }

    private static Number level(float value, SampleDepth depth) {
        if (depth == SampleDepth.FLOAT_32) {
            return value;
        }
        return Math.round(value * depth.maximum());
    }
}
