package io.dynafuse.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reader sees and does, in a real browser. Screenshots for people are left in {@code target/report-screenshots}. */
class HtmlReportBrowserTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path SCREENSHOTS = Path.of("target/report-screenshots");
    private static final String NOT_BLANK = """
            canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(level => level !== 0)
            """;
    private static final String LOADED = "image => image.complete && image.naturalWidth > 0";

    @TempDir
    private static Path folder;

    private static Playwright playwright;
    private static Browser browser;
    private static Path eventful;

    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<BrowserContext> contexts = new ArrayList<>();

    @BeforeAll
    static void open() throws Exception {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
        eventful = folder.resolve("eventful report.html");
        new ReportExamples(folder).eventful().write(eventful);
        Files.createDirectories(SCREENSHOTS);
    }

    @AfterAll
    static void close() {
        if (playwright != null) {
            playwright.close();
        }
    }

    @AfterEach
    void nothingWasComplainedOfAndNothingFetched() {
        contexts.forEach(BrowserContext::close);
        assertThat(complaints).isEmpty();
        assertThat(requests).allMatch(address -> address.startsWith("file:") || address.startsWith("data:"));
    }

    private Page page(Path file, int width, ColorScheme scheme) {
        BrowserContext context = browser.newContext(
                new Browser.NewContextOptions().setViewportSize(width, 900).setColorScheme(scheme));
        contexts.add(context);
        Page page = context.newPage();
        page.onConsoleMessage(message -> complaints.add(message.type() + ": " + message.text()));
        page.onPageError(complaints::add);
        page.onDialog(dialog -> {
            complaints.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
        page.onRequest(request -> requests.add(request.url()));
        page.navigate(file.toUri().toString());
        return page;
    }

    private static void screenshot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(true));
    }

    /** The cells of the rows shown; empty for a row that ends before. */
    private static List<?> column(Page page, int column) {
        return (List<?>) page.evaluate("""
                column => [...document.querySelectorAll('#image-table tbody tr')]
                    .filter(row => row.offsetParent !== null)
                    .map(row => row.cells[column]?.textContent ?? '')
                """, column);
    }

    @Test
    void tablesAreFilledPicturesLoadAndChartsAreDrawn() {
        Page page = page(eventful, 1280, ColorScheme.LIGHT);
        assertThat(page.locator("#mean-table tbody tr").count()).isEqualTo(4);
        assertThat(page.locator("#mean-table tbody .mean").allTextContents()).hasSize(12);
        assertThat(page.locator("#image-table tbody tr").count()).isEqualTo(12);
        assertThat(page.locator("#row-count").textContent()).isEqualTo("12 of 12 rows");
        List<Locator> pictures = page.locator("main img").all();
        assertThat(pictures).hasSize(14);
        pictures.forEach(picture -> {
            picture.scrollIntoViewIfNeeded();
            page.waitForFunction(LOADED, picture.elementHandle());
        });
        assertThat(page.locator("canvas").count()).isEqualTo(3);
        page.locator("canvas")
                .all()
                .forEach(canvas -> assertThat(canvas.evaluate(NOT_BLANK)).isEqualTo(true));
        page.evaluate("scrollTo(0, 0)");
        screenshot(page, "desktop");
    }

    @Test
    void aClickOpensAPictureLargeAndKeysLeadOnAndBack() {
        Page page = page(eventful, 1280, ColorScheme.LIGHT);
        Locator large = page.locator(".scene").nth(2).locator(".open");
        large.nth(0).click();
        Locator viewer = page.locator("#viewer");
        assertThat(viewer.isVisible()).isTrue();
        page.waitForFunction("document.querySelector('#viewer-picture').naturalWidth === 1200");
        assertThat(page.locator("#viewer-caption").textContent()).isEqualTo("large · left, 1600 × 900");
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve("viewer.png")));
        page.keyboard().press("ArrowRight");
        page.keyboard().press("ArrowRight");
        assertThat(page.locator("#viewer-caption").textContent()).isEqualTo("large · fused · fused, 1600 × 900");
        assertThat(page.locator("#viewer-position").textContent()).isEqualTo("3 of 5");
        page.keyboard().press("ArrowLeft");
        assertThat(page.locator("#viewer-caption").textContent()).isEqualTo("large · right, 1600 × 900");
        page.keyboard().press("Escape");
        assertThat(viewer.isVisible()).isFalse();
        page.waitForFunction(
                "button => button === document.activeElement", large.nth(1).elementHandle());
    }

    @Test
    void enterOpensAPictureAndTheButtonsWork() {
        Page page = page(eventful, 1280, ColorScheme.LIGHT);
        page.locator(".scene").first().locator(".open").nth(1).focus();
        page.keyboard().press("Enter");
        Locator viewer = page.locator("#viewer");
        assertThat(viewer.isVisible()).isTrue();
        page.waitForFunction("document.querySelector('#viewer-picture').naturalWidth === 64");
        page.locator("#viewer-previous").click();
        page.locator("#viewer-previous").click();
        assertThat(page.locator("#viewer-position").textContent()).isEqualTo("7 of 7");
        assertThat(page.locator("#viewer-caption").textContent()).endsWith("weights of infrared, 0.200 to 0.800");
        assertThat(page.locator("#viewer-scale").textContent()).isEqualTo("weight 0.2000.800");
        page.locator("#viewer-next").click();
        assertThat(page.locator("#viewer-caption").textContent()).isEqualTo("plain · visible, 64 × 48");
        page.locator("#viewer-close").click();
        assertThat(viewer.isVisible()).isFalse();
    }

    @Test
    void aClickOnTheLargePictureClosesIt() {
        Page page = page(eventful, 1280, ColorScheme.LIGHT);
        page.locator(".open").first().click();
        page.locator("#viewer-picture").click();
        assertThat(page.locator("#viewer").isVisible()).isFalse();
    }

    @Test
    void columnsAreSortedAsNumbersAndWhatIsNoneComesLast() {
        Page page = page(eventful, 1280, ColorScheme.LIGHT);
        Locator head = page.locator("#image-table thead th").nth(3);
        head.locator("button").click();
        assertThat(head.getAttribute("aria-sort")).isEqualTo("ascending");
        assertThat(column(page, 3))
                .isEqualTo(List.of(
                        "8.000", "8.000", "9.000", "9.000", "10.000", "10.000", "10.000", "10.000", "12.000", "14.000",
                        "15.000", ""));
        head.locator("button").press("Enter");
        assertThat(head.getAttribute("aria-sort")).isEqualTo("descending");
        assertThat(column(page, 3).get(0)).isEqualTo("15.000");
        assertThat(page.locator("#image-table tbody tr")
                        .last()
                        .locator(".trouble")
                        .count())
                .isEqualTo(1);
        page.locator("#image-table thead th").nth(4).locator("button").click();
        assertThat(column(page, 4).subList(10, 12)).isEqualTo(List.of("undefined", ""));
    }

    @Test
    void rowsAreFiltered() {
        Page page = page(eventful, 1280, ColorScheme.LIGHT);
        page.locator("#scene-filter").fill("LARGE");
        assertThat(column(page, 0)).isEqualTo(List.of("large", "large", "large"));
        page.locator("#variant-filter").selectOption("fused");
        assertThat(column(page, 1)).isEqualTo(List.of("fused"));
        assertThat(page.locator("#row-count").textContent()).isEqualTo("1 of 12 rows");
    }

    @Test
    void variantsAreTakenOutOfTheChart() {
        Page page = page(eventful, 1280, ColorScheme.LIGHT);
        Locator canvas = page.locator("canvas").first();
        canvas.evaluate("canvas => window.before = canvas.toDataURL()");
        Locator box = page.locator(".legend input").nth(1);
        box.uncheck();
        assertThat(canvas.evaluate("canvas => window.before === canvas.toDataURL()"))
                .isEqualTo(false);
        box.check();
        assertThat(canvas.evaluate("canvas => window.before === canvas.toDataURL()"))
                .isEqualTo(true);
    }

    @Test
    void hoveringShowsTheMeansOfAnAxis() {
        Page page = page(eventful, 1280, ColorScheme.LIGHT);
        Locator canvas = page.locator("canvas").first();
        canvas.scrollIntoViewIfNeeded();
        Map<?, ?> point = (Map<?, ?>) canvas.evaluate(
                "canvas => { const {x, y} = Chart.getChart(canvas).getDatasetMeta(1).data[0]; return {x, y}; }");
        canvas.hover(new Locator.HoverOptions()
                .setPosition(((Number) point.get("x")).doubleValue(), ((Number) point.get("y")).doubleValue() + 2));
        assertThat(canvas.evaluate("canvas => Chart.getChart(canvas).tooltip.title"))
                .isEqualTo(List.of("METRIC_0 ↑"));
        List<?> lines =
                (List<?>) canvas.evaluate("canvas => Chart.getChart(canvas).tooltip.body.map(part => part.lines[0])");
        assertThat(lines.get(0)).isEqualTo("static: 0.6667");
        assertThat(lines.get(2)).isEqualTo("fused: 0.4667");
    }

    @Test
    void aNarrowScreenIsNotScrolledSideways() {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            Page page = page(eventful, 400, scheme);
            assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(400);
            screenshot(page, "narrow-" + scheme.name().toLowerCase(Locale.ROOT));
        }
    }

    @Test
    void darkIsDark() {
        Page page = page(eventful, 1280, ColorScheme.DARK);
        assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(22, 23, 24)");
        screenshot(page, "dark");
    }

    @Test
    void printedItHasEveryRowAndNoControls() throws Exception {
        Path file = folder.resolve("printed.html");
        ReportExamples.report(ReportExamples.results(3, 100, 4), Gallery.NONE).write(file);
        Page page = page(file, 1280, ColorScheme.DARK);
        assertThat(page.locator("#image-table tbody tr:visible").count()).isEqualTo(200);
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        assertThat(page.locator("#image-table tbody tr:visible").count()).isEqualTo(300);
        assertThat(page.locator("nav").isVisible()).isFalse();
        assertThat(page.locator(".filter").isVisible()).isFalse();
        assertThat(page.pdf()).startsWith("%PDF".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aThousandScenesOfTwelveVariantsComeInPages() throws Exception {
        Path file = folder.resolve("many.html");
        ReportExamples.report(ReportExamples.results(12, 1000, 10), Gallery.NONE)
                .write(file);
        Page page = page(file, 1280, ColorScheme.LIGHT);
        assertThat(page.locator("#row-count").textContent()).isEqualTo("rows 1 to 200 of 12000");
        page.locator("#next-rows").click();
        assertThat(page.locator("#row-count").textContent()).isEqualTo("rows 201 to 400 of 12000");
        assertThat(page.locator("#image-table tbody tr:visible").count()).isEqualTo(200);
        page.locator("#scene-filter").fill("scene 999");
        assertThat(page.locator("#row-count").textContent()).isEqualTo("12 of 12000 rows");
        page.locator("#scene-filter").fill("");
        screenshot(page, "many");
    }
}
