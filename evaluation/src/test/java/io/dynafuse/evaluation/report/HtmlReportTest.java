package io.dynafuse.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.evaluation.MethodResult;
import io.dynafuse.evaluation.Results;
import io.dynafuse.evaluation.TestMeasures;
import io.dynafuse.files.UnwritableFileException;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ReadLimits;
import io.dynafuse.image.ReadOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class HtmlReportTest {
    // Of style, script and chart library.
    private static final long EMPTY_PAGE = 260_000;

    @TempDir
    private static Path folder;

    private static ReportExamples examples;
    private static Path eventfulFile;
    private static Document eventful;

    @BeforeAll
    static void writeEventfulReport() throws Exception {
        examples = new ReportExamples(folder);
        eventfulFile = folder.resolve("eventful.html");
        examples.eventful().write(eventfulFile);
        eventful = Jsoup.parse(Files.readString(eventfulFile));
    }

    private Path written(HtmlReport report) throws Exception {
        Path file = folder.resolve("report.html");
        report.write(file);
        return file;
    }

    private Document page(HtmlReport report) throws Exception {
        return Jsoup.parse(Files.readString(written(report)));
    }

    private static HtmlReport ofScores(MethodResult... methods) {
        int measures = methods[0].measured().findFirst().orElseThrow().scores().size();
        return ReportExamples.report(
                new Results(ReportExamples.measures(measures), List.of(methods), true), Gallery.NONE);
    }

    private static String cell(Document page, int row, int method) {
        return page.select("#mean-table tbody tr")
                .get(row)
                .select("td")
                .get(1 + method)
                .text();
    }

    @Test
    void titleFactsNotesAndVariantsAreThere() throws Exception {
        Document page = page(ReportExamples.report(ReportExamples.results(3, 2, 4), Gallery.NONE));
        assertThat(page.title()).isEqualTo("Variants of IFCNN-SUM on gradients");
        assertThat(page.select("h1").text()).isEqualTo(page.title());
        assertThat(page.select(".counts").text()).isEqualTo("2 scenes, 3 variants, 4 measures");
        assertThat(page.select(".facts dt").eachText()).contains("dataset", "network", "data range", "variant 2");
        assertThat(page.select(".facts dd").eachText()).contains("ifcnn", "uniform weights, as trained baseline");
        assertThat(page.select(".notes li").eachText()).containsExactly("The pictures were made for a test.");
        assertThat(page.select(".measures tbody th").eachText()).hasSize(4).contains("METRIC_0 ↑", "METRIC_1 ↓");
    }

    @Test
    void meansDeviationsAndChangesAreThoseOfAPocketCalculator() throws Exception {
        Document page = page(ofScores(
                TestMeasures.method("static", 1, 2, 3),
                TestMeasures.method("better", 2, 4, 3),
                TestMeasures.method("worse", 0, 0, 4.5)));
        assertThat(cell(page, 0, 0)).isEqualTo("second 2.0000 ± 1.0000");
        assertThat(cell(page, 0, 1)).isEqualTo("best 3.0000 ± 1.0000 better by 1.0000, better on 2 of 3, equal on 1");
        assertThat(cell(page, 0, 2)).isEqualTo("1.5000 ± 2.5981 worse by 0.5000, better on 1 of 3");
        assertThat(page.select("#mean-table td.best .mean").eachText()).containsExactly("3.0000");
        assertThat(page.select("#mean-table tfoot td").eachText()).containsExactly("2.00", "1.00", "3.00");
    }

    @Test
    void lowerScoresAreBetterWhereTheMeasureSaysSo() throws Exception {
        Document page = page(ofScores(
                new MethodResult("static", List.of(TestMeasures.measured("a", 1, 5, -1))),
                new MethodResult("other", List.of(TestMeasures.measured("a", 1, 4, 2)))));
        assertThat(cell(page, 0, 1)).isEqualTo("1.0000 equal mean, better on 0 of 1, equal on 1");
        assertThat(cell(page, 1, 1)).isEqualTo("best 4.0000 better by 1.0000, better on 1 of 1");
        assertThat(cell(page, 2, 1)).isEqualTo("second 2.0000 worse by 1.0000, better on 0 of 1");
    }

    @Test
    void allAreJudgedByTheImagesThatAllHave() throws Exception {
        Document page =
                page(ofScores(TestMeasures.method("static", 1, 100), TestMeasures.method("other", 2, Double.NaN)));
        assertThat(page.select("#mean-table tbody td").first().text()).isEqualTo("1 of 2");
        assertThat(cell(page, 0, 0)).startsWith("second 1.00");
        assertThat(cell(page, 0, 1)).startsWith("best 2.00");
    }

    @Test
    void aVariantWithoutAnyNumberTakesNoPart() throws Exception {
        Document page = page(ofScores(
                TestMeasures.method("static", 1, 3),
                TestMeasures.method("nothing", Double.NaN, Double.NaN),
                TestMeasures.method("other", 3, 5)));
        assertThat(cell(page, 0, 0)).startsWith("second 2.0000");
        assertThat(cell(page, 0, 1)).isEqualTo("– no image has a number");
        assertThat(cell(page, 0, 2)).startsWith("best 4.0000 ± 1.4142");
        assertThat(page.select("#undefined ~ .notes li").eachText())
                .containsExactly("nothing: METRIC_0 is undefined for 0, 1: not a number");
    }

    @Test
    void scoresWithoutACommonImageHaveNoMean() throws Exception {
        Document page = page(
                ofScores(TestMeasures.method("static", 1, Double.NaN), TestMeasures.method("other", Double.NaN, 2)));
        assertThat(cell(page, 0, 0)).isEqualTo("– no image has a number for every variant");
        assertThat(page.select("#image-table tbody td").eachText())
                .containsExactly("static", "1.0000", "other", "undefined", "static", "undefined", "other", "2.0000");
    }

    @Test
    void infiniteScoresAreShown() throws Exception {
        Document page = page(ofScores(
                TestMeasures.method("static", 1, 2), TestMeasures.method("same", Double.POSITIVE_INFINITY, 2)));
        assertThat(cell(page, 0, 1)).isEqualTo("best ∞ better on 1 of 2, equal on 1");
        assertThat(page.select("#image-table tbody tr")
                        .get(1)
                        .select("td")
                        .last()
                        .text())
                .isEqualTo("∞");
        assertThat(page.text()).doesNotContain("NaN");
    }

    @Test
    void failuresAreInTheRowsInTheListAndInTheGallery() throws Exception {
        Document page = eventful;
        String reason = ".png: is cut short; get a whole copy";
        assertThat(page.select("table.failures tbody tr")).hasSize(1);
        assertThat(page.select("table.failures tbody td").last().text()).endsWith(reason);
        Elements failed = page.select("#image-table td.trouble");
        assertThat(failed).hasSize(1);
        assertThat(failed.get(0).attr("colspan")).isEqualTo("4");
        assertThat(failed.text()).startsWith("not measured: ").endsWith(reason);
        assertThat(page.select(".variant > .trouble").text()).endsWith(reason);
        assertThat(page.select("#image-table tbody tr")).hasSize(12);
    }

    @Test
    void undefinedScoresSayWhy() throws Exception {
        Document page = eventful;
        Elements undefined = page.select("#image-table td.undefined");
        assertThat(undefined).hasSize(1);
        assertThat(undefined.attr("title")).isEqualTo("not a number");
        assertThat(page.select("#undefined ~ .notes li").text())
                .startsWith("static: METRIC_2 is undefined for ")
                .endsWith(": not a number");
    }

    @Test
    void hostileNamesStayTexts() throws Exception {
        Document page = eventful;
        String shown = ReportExamples.HOSTILE.replace('\u2028', ' ');
        assertThat(page.select("h1").text()).isEqualTo("Eventful " + shown);
        assertThat(page.select("#variants ~ dl dd").first().text()).isEqualTo(shown + " baseline");
        assertThat(page.select(".scene h3").get(1).text()).isEqualTo(shown);
        assertThat(page.select("script")).hasSize(3);
        assertThat(page.select("img[onerror]")).isEmpty();
        assertThat(page.getAllElements())
                .allSatisfy(element -> assertThat(element.attributes().asList())
                        .noneMatch(attribute -> attribute.getKey().startsWith("on")));
        JsonNode radar =
                new ObjectMapper().readTree(page.select("#radar-data").first().data());
        assertThat(radar.at("/variants/1/name").asText()).isEqualTo("maximum " + shown);
        assertThat(page.select("#radar-data").first().data()).doesNotContain("<");
    }

    @Test
    void everyIdIsUniqueAndEveryReferenceLeadsSomewhere() throws Exception {
        Document page = eventful;
        assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
        page.select("[aria-labelledby]")
                .eachAttr("aria-labelledby")
                .forEach(id -> assertThat(page.getElementById(id)).as(id).isNotNull());
        page.select("a[href]")
                .eachAttr("href")
                .forEach(link -> assertThat(page.getElementById(link.substring(1)))
                        .as(link)
                        .isNotNull());
        assertThat(page.select("table th:not([scope])")).isEmpty();
        assertThat(page.select("img:not([alt])")).isEmpty();
    }

    @Test
    void nothingIsFetched() throws Exception {
        Document page = eventful;
        assertThat(page.select("[src]").eachAttr("src")).allMatch(source -> source.startsWith("data:image/"));
        assertThat(page.select("link").eachAttr("href")).containsExactly("data:,");
        assertThat(page.select("style").first().data()).doesNotContain("url(", "@import");
        assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
                .startsWith("default-src 'none'");
        assertThat(page.html()).doesNotContain("sourceMappingURL=");
    }

    @Test
    void theLicenceOfTheChartLibraryGoesAlong() throws Exception {
        String page = Files.readString(eventfulFile);
        assertThat(page)
                .contains("Copyright (c) 2014-2024 Chart.js Contributors")
                .contains("THE SOFTWARE IS PROVIDED \"AS IS\"")
                .contains("@kurkle/color v");
    }

    @Test
    void theSameReportGivesTheSameBytes() throws Exception {
        Path again = written(examples.eventful());
        assertThat(Files.mismatch(again, eventfulFile)).isEqualTo(-1);
    }

    @Test
    void theGalleryKeepsToItsLimitAndSaysSo() throws Exception {
        Document page = eventful;
        assertThat(page.select(".scene")).hasSize(3);
        assertThat(page.select("#gallery ~ .caption").text())
                .startsWith("The first 3 of 4 scenes with pictures; 1 is left out.");
        assertThat(page.select(".scene h3").eachText()).doesNotContain("left out");
    }

    @Test
    void anUnreadablePictureIsSaidInItsPlace() throws Exception {
        Document page = eventful;
        Element trouble = page.select("figure .trouble").first();
        assertThat(page.select("figure .trouble")).hasSize(1);
        assertThat(trouble.text())
                .startsWith("cannot be shown: ")
                .contains("hostile-static.png")
                .contains("holds no image");
        assertThat(page.select(".scene").get(2).select("img")).hasSize(5);
    }

    @Test
    void picturesAreWhatTheyWereMadeOf() throws Exception {
        Document page = eventful;
        Elements small = page.select(".scene").get(0).select(".open");
        assertThat(small).hasSize(7);
        assertThat(small.eachAttr("data-large")).isEmpty();
        Image visible = decoded(small.first().select("img").attr("src"), "png");
        assertThat(visible.values())
                .isEqualTo(ImageFiles.read(folder.resolve("visible.png")).values());
        Elements large = page.select(".scene").get(2).select(".open");
        Image fused = decoded(large.get(2).attr("data-large"), "jpg");
        assertThat(List.of(fused.width(), fused.height())).containsExactly(1200, 675);
        Image thumbnail = decoded(large.get(2).select("img").attr("src"), "jpg");
        assertThat(List.of(thumbnail.width(), thumbnail.height())).containsExactly(256, 144);
    }

    @Test
    void mapsOfWeightsAreStretchedOverTheScene() throws Exception {
        Document page = eventful;
        Element scene = page.select(".scene").get(0);
        Elements maps = scene.select("img[alt^=fusion weights]");
        assertThat(maps).hasSize(2);
        Image map = decoded(maps.first().attr("src"), "png");
        float[] values = map.values();
        int plane = 64 * 48;
        // Viridis starts at (68, 1, 84) and ends at (253, 231, 37).
        assertThat(new float[] {values[0] * 255, values[plane] * 255, values[2 * plane] * 255})
                .containsExactly(68, 1, 84);
        assertThat(new float[] {values[63] * 255, values[plane + 63] * 255, values[2 * plane + 63] * 255})
                .containsExactly(253, 231, 37);
        assertThat(scene.select(".scale span").eachText()).containsExactly("weight 0.200", "0.800");
        assertThat(scene.select("img[alt^=fusion weights]")
                        .first()
                        .closest("figure")
                        .select(".detail")
                        .text())
                .isEqualTo("0.200 to 0.800");
    }

    @Test
    void equalWeightsAreNotTornApart() throws Exception {
        Element scene = eventful.select(".scene").get(2);
        assertThat(scene.select(".scale span").eachText()).containsExactly("weight 0.000", "1.000");
        assertThat(scene.select("img[alt^=fusion weights]")
                        .first()
                        .closest("figure")
                        .select(".detail")
                        .text())
                .isEqualTo("0.500");
    }

    @Test
    void aMapOfWeightsInColourIsRefused() throws Exception {
        Results results = ReportExamples.results(1, 1, 1);
        Path colour = examples.photograph("colour", 8, 8, 3);
        Gallery.Scene scene = new Gallery.Scene(
                "scene 0",
                List.of(new Gallery.Source("only", colour)),
                Optional.empty(),
                List.of(new Gallery.Variant("variant 0", colour, List.of(colour))));
        Document page = page(ReportExamples.report(results, new Gallery(List.of(scene), 1, ReadOptions.DEFAULT)));
        assertThat(page.select("figure .trouble").text())
                .contains("colour.png: expected a gray map of fusion weights, found an image in colour");
        assertThat(page.select(".scale")).isEmpty();
    }

    @Test
    void aDamagedMapOfWeightsStopsNothing() throws Exception {
        Path source = examples.photograph("source", 8, 8, 1);
        List<Gallery.Source> sources = List.of(new Gallery.Source("a", source), new Gallery.Source("b", source));
        List<Path> maps = List.of(examples.weights("good", 8, 8, 0.1f, 0.9f), examples.damaged("damaged-map"));
        Gallery.Scene scene = new Gallery.Scene(
                "scene 0", sources, Optional.empty(), List.of(new Gallery.Variant("variant 0", source, maps)));
        Document page = page(ReportExamples.report(
                ReportExamples.results(1, 1, 1), new Gallery(List.of(scene), 9, ReadOptions.DEFAULT)));
        assertThat(page.select("figure .trouble").text()).contains("damaged-map.png");
        assertThat(page.select(".scale span").eachText()).containsExactly("weight 0.100", "0.900");
        assertThat(page.select("#gallery ~ .caption").text()).startsWith("1 scene with pictures.");
    }

    @Test
    void picturesMayBeAsLargeAsTheCallerSays() throws Exception {
        int wide = ReadOptions.DEFAULT.limits().maximumSide() + 1;
        Path source = examples.photograph("wide", wide, 8, 1);
        Gallery.Scene scene = new Gallery.Scene(
                "scene 0",
                List.of(new Gallery.Source("a", source)),
                Optional.empty(),
                List.of(new Gallery.Variant(
                        "variant 0", source, List.of(examples.weights("wide-map", wide, 8, 0, 1)))));
        assertThat(troublesWithin(ReadOptions.DEFAULT, scene))
                .hasSize(3)
                .allMatch(words -> words.contains("--max-side"));
        assertThat(troublesWithin(ReadOptions.within(new ReadLimits(wide * 8L, wide)), scene))
                .isEmpty();
    }

    private List<String> troublesWithin(ReadOptions limits, Gallery.Scene scene) throws Exception {
        Gallery gallery = new Gallery(List.of(scene), 1, limits);
        return page(ReportExamples.report(ReportExamples.results(1, 1, 1), gallery))
                .select("figure .trouble")
                .eachText();
    }

    @Test
    void aSingleVariantIsNotCompared() throws Exception {
        Document page = page(ReportExamples.report(ReportExamples.results(1, 3, 5), Gallery.NONE));
        assertThat(page.select(".mark, .change, tfoot, canvas, .baseline")).isEmpty();
        assertThat(page.select("#radar ~ p").text()).startsWith("No chart: ");
        assertThat(page.select("#gallery")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2, 3, 2, 0", "2, 3, 3, 1", "12, 2, 4, 12"})
    void thereAreAsManyChartsAsVariantsCallFor(int methods, int scenes, int measures, int charts) throws Exception {
        Document page = page(ReportExamples.report(ReportExamples.results(methods, scenes, measures), Gallery.NONE));
        assertThat(page.select("canvas")).hasSize(charts);
    }

    @Test
    void aThousandScenesAreAllThere() throws Exception {
        HtmlReport report = ReportExamples.report(ReportExamples.results(12, 1000, 10), Gallery.NONE);
        Path file = written(report);
        assertThat(Files.size(file)).isLessThan(EMPTY_PAGE + 12_000L * (10 * 20 + 100));
        assertThat(Jsoup.parse(Files.readString(file)).select("#image-table tbody tr"))
                .hasSize(12_000);
    }

    @Test
    void aPictureTakesNoMoreThanItsShareOfTheFile() throws Exception {
        long size = Files.size(eventfulFile);
        // Eight small pictures as they are, five large ones of 1200 x 675 pixels of noise.
        assertThat(size).isLessThan(EMPTY_PAGE + 8 * 30_000 + 5 * 600_000);
    }

    @Test
    void whatCannotBeWrittenLeavesNothingBehind() throws Exception {
        HtmlReport report = ReportExamples.report(ReportExamples.results(1, 1, 1), Gallery.NONE);
        Path missing = folder.resolve("missing/report.html");
        assertThatThrownBy(() -> report.write(missing))
                .isInstanceOf(UnwritableFileException.class)
                .hasMessageContaining("there is no folder");
    }

    @Test
    void reportsThatCannotBeAreRefused() {
        Results results = ReportExamples.results(1, 1, 1);
        assertThatThrownBy(() -> ReportExamples.report(new Results(List.of(), results.methods()), Gallery.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected one method and one measure or more, found 1 and 0");
        MethodResult method = results.methods().get(0);
        assertThatThrownBy(() ->
                        ReportExamples.report(new Results(results.measures(), List.of(method, method)), Gallery.NONE))
                .hasMessageContaining("two of one name");
        Gallery.Scene stranger = new Gallery.Scene(
                "scene 0", List.of(), Optional.empty(), List.of(new Gallery.Variant("stranger", folder, List.of())));
        assertThatThrownBy(() -> new HtmlReport(
                        "",
                        List.of(),
                        results,
                        Map.of(),
                        new Gallery(List.of(stranger), 1, ReadOptions.DEFAULT),
                        List.of()))
                .hasMessage("expected variants that are methods, found stranger");
        assertThatThrownBy(() -> new Gallery.Scene(
                        "scene 0",
                        List.of(),
                        Optional.empty(),
                        List.of(new Gallery.Variant("a", folder, List.of(folder)))))
                .hasMessage("expected 0 maps of fusion weights of a, one a source, found 1");
        assertThatThrownBy(() -> new Gallery(List.of(), -1, ReadOptions.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itIsOpenedInABrowserWhereThereIsOne() throws Exception {
        Path browser = Path.of("/usr/bin/chromium");
        if (Files.notExists(browser)) {
            // Surefire does not say why a test is skipped.
            System.out.println("skipped: the tests that open the HTML report in a browser, as there is no " + browser);
        }
        assumeTrue(Files.exists(browser));
        assertThat(Class.forName(getClass().getPackageName() + ".HtmlReportBrowserTest"))
                .isNotNull();
    }

    private Image decoded(String uri, String extension) throws Exception {
        Path file = folder.resolve("decoded." + extension);
        Files.write(file, Base64.getDecoder().decode(uri.substring(uri.indexOf(',') + 1)));
        return ImageFiles.read(file);
    }
}
