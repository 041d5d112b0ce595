package io.dynafuse.cli;

import io.dynafuse.fusion.FusedImage;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFormat;
import io.dynafuse.preparation.SourcePage;
import io.dynafuse.report.FusionReport;
import io.dynafuse.report.SourceFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Summarises a fusion for people.
 *
 * @param method what fused, in words, with the checkpoint if the user did not choose one
 */
record FusionSummary(SourceFacts sources, FusedImage fused, FusionReport report, String method) {

    /** One line for standard output. */
    String line() {
        Image image = fused.image();
        return String.format(
                Locale.ROOT,
                "%s: %dx%d, %s%s, %s%s, %s%s, %.2f s",
                report.output(),
                image.width(),
                image.height(),
                image.channels() == 1 ? "gray" : "colour",
                transparency(image),
                image.depth().description(),
                pages() + prepared() + roles(),
                method,
                fused.channel().isPresent() ? ", channel " + fused.channel().getAsInt() + " chosen" : "",
                report.milliseconds().get("total") / 1000);
    }

    /** The pages of the files that the sources are; empty if every file holds one image. */
    private String pages() {
        List<SourcePage> paged = sources.files().stream()
                .filter(source -> source.page().isPresent())
                .toList();
        if (paged.size() > 1
                && paged.equals(allPages(paged.get(0).file(), sources.files().size()))) {
            return ", pages 1 " + (paged.size() == 2 ? "and " : "to ") + paged.size() + " of "
                    + paged.get(0).file();
        }
        return paged.stream().map(source -> ", " + source).collect(Collectors.joining());
    }

    private static List<SourcePage> allPages(Path file, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(page -> new SourcePage(file, OptionalInt.of(page)))
                .toList();
    }

    /** Which sources were taken as what; nothing if that is open for all. */
    private String roles() {
        List<String> names =
                sources.files().stream().map(FusionSummary::shortName).toList();
        boolean distinct = Set.copyOf(names).size() == names.size();
        StringBuilder taken = new StringBuilder();
        for (int m = 0; m < names.size(); m++) {
            String name = distinct ? names.get(m) : "source " + (m + 1);
            sources.roles().get(m).ifPresent(role -> taken.append(", " + name + " as " + role));
        }
        return taken.toString();
    }

    private static String shortName(SourcePage source) {
        return source.page().isPresent()
                ? "page " + source.page().getAsInt()
                : source.file().getFileName().toString();
    }

    /** The sources that were changed before they were fused, and how; empty if none was. */
    private String prepared() {
        StringBuilder changed = new StringBuilder();
        for (int m = 0; m < sources.changes().size(); m++) {
            String change = sources.changes().get(m);
            if (!change.isEmpty()) {
                changed.append(", source ").append(m + 1).append(' ').append(change);
            }
        }
        return changed.toString();
    }

    /** The share of transparent pixels; if the file cannot hold them, a note says so instead. */
    private String transparency(Image image) {
        boolean written = ImageFormat.ofName(Path.of(report.output()))
                .filter(ImageFormat::alphaIsWritten)
                .isPresent();
        return image.isOpaque() || !written
                ? ""
                : String.format(
                        Locale.ROOT,
                        " and transparent at %.2g %% of the pixels",
                        Math.max(100 * image.transparentShare(), 0.01));
    }

    /** One line for each stage. */
    static Stream<String> times(FusionReport report) {
        return report.milliseconds().entrySet().stream()
                .filter(time -> !time.getKey().equals("total"))
                .map(time -> String.format(Locale.ROOT, "%-12s %8.1f ms", time.getKey(), time.getValue()));
    }
}
