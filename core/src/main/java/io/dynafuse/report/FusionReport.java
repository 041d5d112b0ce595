package io.dynafuse.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.LossMap.FeatureGradient;
import io.dynafuse.dominability.LossMap.PixelLoss;
import io.dynafuse.dominability.Space;
import io.dynafuse.files.Json;
import io.dynafuse.fusion.FusedImage;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.Stage;
import io.dynafuse.image.Image;
import io.dynafuse.task.Role;
import io.dynafuse.torch.Engine;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was made of which sources, how, and how long it took.
 *
 * @param output the fused image's file, as given
 * @param roles what each source was taken as, {@code unknown} where that is open; absent if all are
 * @param dominability its parts by name; absent for static fusion
 * @param milliseconds time by stage, and the whole as {@code total}
 * @param bytes {@code peakMemory}: the largest resident memory of the process so far, if the system reports it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record FusionReport(
        String output,
        List<Source> sources,
        List<String> roles,
        Map<String, Object> dominability,
        Result result,
        Map<String, Double> milliseconds,
        Map<String, Long> bytes,
        List<String> notes) {

    /**
     * A source image as it was read, and its changes before it was fused.
     *
     * @param page the number of the image in its file, from 1; 0, and absent, if the file holds one
     * @param transparent the share of its pixels that are not opaque; absent if there are none
     * @param range the range of its values: least, greatest, and the same without a thousandth of the samples at either end; in levels of
     * its depth
     * @param stretch the range that was stretched, the method, and the share clipped; absent if it was not stretched
     * @param align how it was aligned with the others; absent if that was not asked for
     * @param resize its new size and the factors; absent if its size did not change
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Source(
            String file,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int page,
            int width,
            int height,
            boolean gray,
            String depth,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) double transparent,
            Map<String, Object> range,
            Map<String, Object> stretch,
            Map<String, Object> align,
            Map<String, Object> resize) {
        /** The same called otherwise. */
        public Source called(String name) {
            return new Source(name, page, width, height, gray, depth, transparent, range, stretch, align, resize);
        }
    }

    /**
     * The fused image.
     *
     * @param transparent as for a source
     */
    public record Result(
            int width,
            int height,
            int channels,
            String depth,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) double transparent,
            int tiles,
            List<String> weightMaps,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> lossMaps,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> prompts) {}

    private record Alone(
            @JsonUnwrapped FusionReport fusion,
            @JsonUnwrapped FusionSetup setup) {}

    /** The report of a fusion whose results are written. */
    public static FusionReport of(SourceFacts sources, FusedImage fused, WrittenFiles written) {
        return new FusionReport(
                written.output(),
                sources.reports(),
                roles(sources.roles()),
                fused.dominability()
                        .map(dominability -> parts(dominability, fused))
                        .orElse(Map.of()),
                result(fused, written),
                milliseconds(sources.readTime(), fused.times(), written.time()),
                peakMemory(),
                notes(sources, fused, written));
    }

    /**
     * In words, what fused images: the network, what it was told to do otherwise, and who dominates.
     *
     * @param checkpoint in words behind the network, which begin with a space; empty to leave it out
     */
    public static String method(Fuser fuser, String checkpoint, FusedImage fused) {
        Stream<String> network = Stream.of(fuser.network().id() + checkpoint);
        Stream<String> weights =
                Stream.of(fused.dominability().map(Dominability::toString).orElse("static"));
        return Stream.of(network, fuser.changes().stream(), weights)
                .flatMap(words -> words)
                .collect(Collectors.joining(", "));
    }

    /** In JSON, with what it has in common with other fusions, as a command or a call that makes only this fusion gives it. */
    public String json(FusionSetup setup) {
        return Json.text(new Alone(this, setup));
    }

    private static List<String> roles(List<Optional<Role>> roles) {
        return roles.stream().allMatch(Optional::isEmpty)
                ? List.of()
                : roles.stream()
                        .map(role -> role.map(Role::word).orElse("unknown"))
                        .toList();
    }

    private static Map<String, Object> parts(Dominability dominability, FusedImage fused) {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("space", ConstantName.of(dominability.imageSpace().isPresent() ? Space.IMAGE : Space.FEATURES));
        parts.put("reference", ConstantName.of(dominability.lossMap().reference()));
        if (dominability.lossMap() instanceof FeatureGradient gradient) {
            parts.put("gradient", gradient.loss().toString());
            parts.put("joint", gradient.joint());
            parts.put("channel", gradient.channel().toString());
            fused.channel().ifPresent(chosen -> parts.put("chosenChannel", chosen));
            parts.put("gradientScale", ConstantName.of(gradient.scale()));
        } else if (dominability.lossMap() instanceof PixelLoss loss) {
            parts.put("norm", ConstantName.of(loss.norm()));
        }
        parts.put("scale", dominability.scale());
        parts.put("form", ConstantName.of(dominability.form()));
        parts.put("normalisation", ConstantName.of(dominability.normalisation()));
        parts.put("contrast", dominability.contrast());
        parts.put("temperature", dominability.refinement().temperature());
        parts.put("smoothing", dominability.refinement().smoothing());
        parts.put("iterations", dominability.refinement().iterations());
        dominability
                .imageSpace()
                .filter(space -> !space.off().isEmpty())
                .ifPresent(space -> parts.put(
                        "without",
                        space.off().stream().sorted().map(ConstantName::of).toList()));
        return parts;
    }

    private static Result result(FusedImage fused, WrittenFiles written) {
        Image image = fused.image();
        return new Result(
                image.width(),
                image.height(),
                image.channels(),
                written.depth().word(),
                image.transparentShare(),
                fused.tiles(),
                written.weightMaps(),
                written.lossMaps(),
                written.promptMaps());
    }

    private static Map<String, Double> milliseconds(Duration reading, Map<Stage, Duration> fusing, Duration writing) {
        Map<Stage, Duration> times = new EnumMap<>(Stage.class);
        times.putAll(fusing);
        times.put(Stage.READ, reading);
        times.put(Stage.WRITE, writing);
        Map<String, Double> milliseconds = new LinkedHashMap<>();
        times.forEach((stage, time) -> milliseconds.put(ConstantName.of(stage), toMilliseconds(time)));
        Duration total = times.values().stream().reduce(Duration.ZERO, Duration::plus);
        milliseconds.put("total", toMilliseconds(total));
        return milliseconds;
    }

    private static double toMilliseconds(Duration time) {
        return Math.round(time.toNanos() / 1e4) / 100.0;
    }

    private static Map<String, Long> peakMemory() {
        OptionalLong peak = Engine.peakResidentBytes();
        return peak.isPresent() ? Map.of("peakMemory", peak.getAsLong()) : Map.of();
    }

    private static List<String> notes(SourceFacts sources, FusedImage fused, WrittenFiles written) {
        Stream<String> ofOutput = written.notCarried().stream().map(what -> written.output() + ": " + what);
        return Stream.of(sources.notes().stream(), fused.notes().stream(), ofOutput)
                .flatMap(notes -> notes)
                .toList();
    }
}
