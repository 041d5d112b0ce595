package io.dynafuse.evaluation.report;

import io.dynafuse.data.Words;
import io.dynafuse.evaluation.Comparison;
import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.MethodResult;
import io.dynafuse.evaluation.Outcome;
import io.dynafuse.evaluation.Results;
import io.dynafuse.evaluation.SampleScale;
import io.dynafuse.evaluation.Statistics;
import io.dynafuse.files.OneLine;
import io.dynafuse.image.Viridis;
import io.dynafuse.metrics.Score;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The texts of a page as the template names them; it has no logic of its own. Everything that came from outside is made one line here,
 * and escaped by the template.
 */
final class Page {
    private static final int COLOURS = 10;

    private final HtmlReport report;
    private final Results results;
    private final List<MeasureSummary> summaries;
    private final List<NumberStyle> styles;
    private final RadarChart radar;
    private final Map<String, List<ScoreRow>> scenes;

    private Page(HtmlReport report) {
        this.report = report;
        this.results = report.results();
        this.summaries = IntStream.range(0, results.measures().size())
                .mapToObj(i -> MeasureSummary.of(results, i))
                .toList();
        this.styles = IntStream.range(0, results.measures().size())
                .mapToObj(this::style)
                .toList();
        this.radar = RadarChart.of(summaries);
        this.scenes = scenes();
    }

    static Page of(HtmlReport report) {
        return new Page(report);
    }

    /**
     * A column of the means.
     *
     * @param index from 0
     */
    record VariantHead(int index, String name, String description, boolean baseline) {}

    /** A measure in the head of a row or column, and what is to know about it. */
    record MeasureHead(
            String name,
            String arrow,
            String words,
            String title,
            String profile,
            String colour,
            String formula,
            String citation) {}

    /** A row of the means. */
    record MeanRow(MeasureHead measure, String images, List<MeanCell> cells) {}

    /**
     * One mean.
     *
     * @param mark best or second best, or nothing
     * @param change against the baseline, or nothing
     * @param tone whether that is better or worse
     * @param none why there is no mean, or nothing
     */
    record MeanCell(String mean, String deviation, String mark, String change, String tone, String none) {}

    /** One image by one variant. */
    record ScoreRow(String scene, String variant, List<ScoreCell> scores, Optional<String> failure) {}

    /** A score; {@code undefined} is the reason why it is none, or nothing. */
    record ScoreCell(String text, String undefined) {}

    /** A scene that a variant was not measured on. */
    record Failure(String variant, String scene, String reason) {}

    String title() {
        return visible(report.title());
    }

    String style() throws IOException {
        return PageParts.style();
    }

    String script() throws IOException {
        return PageParts.script();
    }

    String chartLibrary() throws IOException {
        return PageParts.chartLibrary();
    }

    List<HtmlReport.Fact> facts() {
        return report.facts().stream()
                .map(fact -> new HtmlReport.Fact(visible(fact.name()), visible(fact.value())))
                .toList();
    }

    List<String> notes() {
        return report.notes().stream().map(Page::visible).toList();
    }

    boolean hasNotes() {
        return !report.notes().isEmpty();
    }

    List<VariantHead> variants() {
        return IntStream.range(0, results.methods().size())
                .mapToObj(i -> variant(i, results.methods().get(i).method()))
                .toList();
    }

    private VariantHead variant(int index, String method) {
        String description = report.descriptions().getOrDefault(method, "");
        return new VariantHead(index, visible(method), visible(description), isComparison() && index == 0);
    }

    boolean isComparison() {
        return results.methods().size() > 1;
    }

    String baseline() {
        return variants().get(0).name();
    }

    String counts() {
        return Words.counted(scenes.size(), "scene") + ", "
                + Words.counted(results.methods().size(), "variant") + ", "
                + Words.counted(results.measures().size(), "measure");
    }

    String deviationIs() {
        return Statistics.DEVIATION;
    }

    String dataRange() {
        String scales = results.scales().stream().map(SampleScale::words).collect(Collectors.joining(", "));
        return SampleScale.DATA_RANGE + (scales.isEmpty() ? "" : ": " + scales);
    }

    List<MeasureHead> measures() {
        return results.measures().stream().map(this::head).toList();
    }

    List<MeanRow> means() {
        return IntStream.range(0, summaries.size()).mapToObj(this::meanRow).toList();
    }

    /** One a variant; none for a single variant. */
    List<String> ranks() {
        return isComparison()
                ? Comparison.of(results).averageRanks().stream().map(Page::rank).toList()
                : List.of();
    }

    boolean hasRanks() {
        return isComparison();
    }

    boolean isRadarDrawn() {
        return radar.isDrawn();
    }

    /** Whether each variant has a chart of its own beside the one of all. */
    boolean isRadarSplit() {
        return radar.isDrawn() && results.methods().size() > 2;
    }

    String noRadar() {
        return isComparison()
                ? "No chart: it takes three measures for which two variants or more have a finite mean."
                : "No chart: it shows how variants stand to each other, and there is only one.";
    }

    String leftOutOfRadar() {
        return IntStream.range(0, summaries.size())
                .filter(i -> !radar.axes().contains(i))
                .mapToObj(i -> measures().get(i).name())
                .collect(Collectors.joining(", "));
    }

    String innermost() {
        return percent(RadarChart.INNERMOST);
    }

    String radarData() throws IOException {
        List<MeasureHead> heads = measures();
        return radar.json(
                radar.axes().stream()
                        .map(axis ->
                                heads.get(axis).name() + " " + heads.get(axis).arrow())
                        .toList(),
                variants().stream().map(VariantHead::name).toList(),
                IntStream.range(0, results.methods().size())
                        .mapToObj(method -> radar.axes().stream()
                                .map(axis -> mean(axis, method))
                                .toList())
                        .toList());
    }

    List<Failure> failures() {
        return results.methods().stream()
                .flatMap(method -> method.failed()
                        .map(failed -> new Failure(
                                visible(method.method()), visible(failed.scene().name()), visible(failed.reason()))))
                .toList();
    }

    boolean hasFailures() {
        return results.failed().findAny().isPresent();
    }

    /** A sentence for each measure, variant and reason. */
    List<String> undefined() {
        return results.methods().stream()
                .flatMap(method -> undefined(method).stream())
                .toList();
    }

    boolean hasUndefined() {
        return !undefined().isEmpty();
    }

    /** Scene by scene, in each the variants in their order. */
    Iterable<ScoreRow> rows() {
        return () -> scenes.values().stream().flatMap(List::stream).iterator();
    }

    long rowCount() {
        return results.methods().stream()
                .mapToLong(method -> method.outcomes().size())
                .sum();
    }

    boolean hasGallery() {
        return !report.gallery().scenes().isEmpty();
    }

    GalleryView gallery() {
        return new GalleryView(report.gallery(), results);
    }

    String galleryCount() {
        int all = report.gallery().scenes().size();
        int shown = report.gallery().shown().size();
        return shown == all
                ? Words.counted(all, "scene") + " with pictures."
                : "The first " + shown + " of " + Words.counted(all, "scene") + " with pictures; " + (all - shown)
                        + (all - shown == 1 ? " is" : " are") + " left out.";
    }

    /** The colours of the scale of weights, as CSS wants them. */
    String colourScale() {
        return IntStream.range(0, COLOURS)
                .mapToObj(i -> Viridis.rgb(i / (COLOURS - 1f)))
                .map(rgb -> String.format(
                        Locale.ROOT,
                        "#%02x%02x%02x",
                        Math.round(rgb[0] * 255),
                        Math.round(rgb[1] * 255),
                        Math.round(rgb[2] * 255)))
                .collect(Collectors.joining(", "));
    }

    private Map<String, List<ScoreRow>> scenes() {
        Map<String, List<ScoreRow>> rows = new LinkedHashMap<>();
        results.methods()
                .forEach(method -> method.outcomes()
                        .forEach(outcome -> rows.computeIfAbsent(outcome.scene().name(), name -> new ArrayList<>())
                                .add(scoreRow(method, outcome))));
        return rows;
    }

    private ScoreRow scoreRow(MethodResult method, Outcome outcome) {
        String scene = visible(outcome.scene().name());
        String variant = visible(method.method());
        if (outcome instanceof Outcome.Measured measured) {
            List<ScoreCell> cells = IntStream.range(0, styles.size())
                    .mapToObj(i -> scoreCell(measured.scores().get(i), styles.get(i)))
                    .toList();
            return new ScoreRow(scene, variant, cells, Optional.empty());
        }
        String reason = outcome instanceof Outcome.Failed failed ? failed.reason() : "";
        return new ScoreRow(scene, variant, List.of(), Optional.of(visible(reason)));
    }

    private static ScoreCell scoreCell(Score score, NumberStyle style) {
        return score instanceof Score.Undefined undefined
                ? new ScoreCell("undefined", visible(undefined.reason()))
                : new ScoreCell(style.text(score.toOptional()), "");
    }

    private MeasureHead head(Measure measure) {
        return new MeasureHead(
                visible(results.name(measure)),
                measure.direction().arrow(),
                measure.direction().words(),
                visible(measure.metric().name()),
                measure.profile().id(),
                measure.colour().words(),
                visible(measure.metric().formula()),
                visible(measure.metric().literature().citation()));
    }

    private MeanRow meanRow(int index) {
        MeasureSummary summary = summaries.get(index);
        String images = summary.images() == scenes.size()
                ? Integer.toString(scenes.size())
                : summary.images() + " of " + scenes.size();
        return new MeanRow(
                head(summary.measure()),
                images,
                summary.methods().stream()
                        .map(entry -> meanCell(entry, summary, styles.get(index)))
                        .toList());
    }

    private static MeanCell meanCell(Optional<MeasureSummary.Entry> entry, MeasureSummary summary, NumberStyle style) {
        if (entry.isEmpty()) {
            return none("no image has a number");
        }
        if (summary.images() == 0) {
            return none("no image has a number for every variant");
        }
        Statistics statistics = entry.get().statistics();
        Optional<MeasureSummary.Change> change = entry.get().change();
        return new MeanCell(
                style.text(statistics.mean()),
                statistics.deviation().isPresent() ? "± " + style.text(statistics.deviation()) : "",
                mark(entry.get().standing()),
                change.map(present -> words(present, style)).orElse(""),
                change.map(Page::tone).orElse(""),
                "");
    }

    private static MeanCell none(String reason) {
        return new MeanCell("–", "", "", "", "", reason);
    }

    private static String mark(Comparison.Standing standing) {
        return switch (standing) {
            case BEST -> "best";
            case SECOND -> "second";
            case OTHER -> "";
        };
    }

    private static String words(MeasureSummary.Change change, NumberStyle style) {
        String gain = change.gain().isEmpty()
                ? ""
                : change.gain().getAsDouble() == 0
                        ? "equal mean, "
                        : tone(change) + " by " + style.difference(change.gain().getAsDouble()) + ", ";
        String equal = change.equal() == 0 ? "" : ", equal on " + change.equal();
        return gain + "better on " + change.better() + " of " + change.images() + equal;
    }

    private static String tone(MeasureSummary.Change change) {
        double gain = change.gain().orElse(0);
        return gain == 0 ? "equal" : gain > 0 ? "better" : "worse";
    }

    private String mean(int measure, int method) {
        return summaries
                .get(measure)
                .methods()
                .get(method)
                .map(entry -> styles.get(measure).text(entry.statistics().mean()))
                .orElse("–");
    }

    private List<String> undefined(MethodResult method) {
        List<String> sentences = new ArrayList<>();
        for (int i = 0; i < results.measures().size(); i++) {
            String subject = visible(method.method()) + ": "
                    + results.name(results.measures().get(i));
            method.undefined(i)
                    .forEach((reason, names) -> sentences.add(subject + " is undefined for "
                            + Words.some(names.stream().map(OneLine::of).toList()) + ": " + visible(reason)));
        }
        return sentences;
    }

    private NumberStyle style(int measure) {
        return NumberStyle.of(results.methods().stream()
                .flatMap(method -> method.numbers(measure).values().stream())
                .mapToDouble(Double::doubleValue));
    }

    private static String rank(OptionalDouble rank) {
        return rank.isPresent() ? String.format(Locale.ROOT, "%.2f", rank.getAsDouble()) : "–";
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }

    static String visible(String text) {
        return OneLine.of(text);
    }
}
