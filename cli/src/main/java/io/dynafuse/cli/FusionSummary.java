package io.dynafuse.cli;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.LossMap.FeatureGradient;
import io.dynafuse.dominability.LossMap.PixelLoss;
import io.dynafuse.dominability.Space;
import io.dynafuse.fusion.FusedImage;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.Stage;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFormat;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.preparation.SourcePage;
import io.dynafuse.task.Role;
import io.dynafuse.torch.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Summarises a fusion, for people and for programs.
 *
 * @param method the network, with its checkpoint if the user did not choose one, and what it was told to do otherwise
 */
record FusionSummary(SourceFacts sources, FusedImage fused, FusionFiles files, Duration writeTime, String method) {

    /** The network, the words behind it, and what it was told to do otherwise. */
    static String method(Fuser fuser, String checkpoint) {
        return Stream.concat(Stream.of(fuser.network().id() + checkpoint), fuser.changes().stream())
                .collect(Collectors.joining(", "));
    }

    /** One line for standard output. */
    String line() {
        Image image = fused.image();
        return String.format(
                Locale.ROOT,
                "%s: %dx%d, %s%s, %s%s, %s, %s%s, %.2f s",
                files.output(),
                image.width(),
                image.height(),
                image.channels() == 1 ? "gray" : "colour",
                transparency(image),
                OutputDepth.of(image.depth()).description(),
                pages() + prepared() + roles(),
                method,
                fused.dominability().map(Dominability::toString).orElse("static"),
                fused.channel().isPresent() ? ", channel " + fused.channel().getAsInt() + " chosen" : "",
                seconds(total()));
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
        boolean written = ImageFormat.ofName(files.output())
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
    Stream<String> times() {
        return stageTimes().entrySet().stream()
                .map(stage -> String.format(
                        Locale.ROOT, "%-12s %8.1f ms", Names.of(stage.getKey()), 1000 * seconds(stage.getValue())));
    }

    /** @param written the time it took to write the image */
    FusionReport report(SampleDepth written) {
        return new FusionReport(
                files.output().toString(),
                sources.reports(),
                roles().isEmpty()
                        ? List.of()
                        : sources.roles().stream()
                                .map(role -> role.map(Role::word).orElse("unknown"))
                                .toList(),
                fused.dominability().map(this::parts).orElse(Map.of()),
                result(written),
                milliseconds(),
                bytes(),
                notes());
    }

    private List<String> notes() {
        Stream<String> ofOutput = files.notCarried(fused).stream().map(what -> files.output() + ": " + what);
        return Stream.of(sources.notes().stream(), fused.notes().stream(), ofOutput)
                .flatMap(notes -> notes)
                .toList();
    }

    private FusionReport.Result result(SampleDepth written) {
        Image image = fused.image();
        return new FusionReport.Result(
                image.width(),
                image.height(),
                image.channels(),
                OutputDepth.of(written).toString(),
                image.transparentShare(),
                fused.tiles(),
                files.weightFiles().map(Path::toString).toList(),
                files.lossFiles().map(Path::toString).toList(),
                files.promptFiles(fused).map(Path::toString).toList());
    }

    private Map<String, Object> parts(Dominability dominability) {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("space", Names.of(dominability.imageSpace().isPresent() ? Space.IMAGE : Space.FEATURES));
        parts.put("reference", Names.of(dominability.lossMap().reference()));
        if (dominability.lossMap() instanceof FeatureGradient gradient) {
            parts.put("gradient", gradient.loss().toString());
            parts.put("joint", gradient.joint());
            parts.put("channel", gradient.channel().toString());
            fused.channel().ifPresent(chosen -> parts.put("chosenChannel", chosen));
            parts.put("gradientScale", Names.of(gradient.scale()));
        } else if (dominability.lossMap() instanceof PixelLoss loss) {
            parts.put("norm", Names.of(loss.norm()));
        }
        parts.put("scale", dominability.scale());
        parts.put("form", Names.of(dominability.form()));
        parts.put("normalisation", Names.of(dominability.normalisation()));
        parts.put("contrast", dominability.contrast());
        parts.put("temperature", dominability.refinement().temperature());
        parts.put("smoothing", dominability.refinement().smoothing());
        parts.put("iterations", dominability.refinement().iterations());
        dominability
                .imageSpace()
                .filter(space -> !space.off().isEmpty())
                .ifPresent(space -> parts.put(
                        "without", space.off().stream().sorted().map(Names::of).toList()));
        return parts;
    }

    private Map<String, Double> milliseconds() {
        Map<String, Double> milliseconds = new LinkedHashMap<>();
        stageTimes().forEach((stage, time) -> milliseconds.put(Names.of(stage), toMilliseconds(time)));
        milliseconds.put("total", toMilliseconds(total()));
        return milliseconds;
    }

    private static Map<String, Long> bytes() {
        OptionalLong peak = Engine.peakResidentBytes();
        return peak.isPresent() ? Map.of("peakMemory", peak.getAsLong()) : Map.of();
    }

    private Map<Stage, Duration> stageTimes() {
        Map<Stage, Duration> times = new EnumMap<>(Stage.class);
        times.putAll(fused.times());
        times.put(Stage.READ, sources.readTime());
        times.put(Stage.WRITE, writeTime);
        return times;
    }

    private Duration total() {
        return stageTimes().values().stream().reduce(Duration.ZERO, Duration::plus);
    }

    private static double toMilliseconds(Duration time) {
        return Math.round(time.toNanos() / 1e4) / 100.0;
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
