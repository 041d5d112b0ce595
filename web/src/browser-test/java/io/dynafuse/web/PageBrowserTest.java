package io.dynafuse.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.ReducedMotion;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.Region;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.image.WriteOptions;
import io.dynafuse.library.CheckpointLibrary;
import io.dynafuse.task.Task;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees and does on the page, in a real browser. Screenshots for people are left in {@code target/page-screenshots}. */
class PageBrowserTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path SCREENSHOTS = Path.of("target/page-screenshots");
    private static final Path NEAR = Path.of("../examples/near.png");
    private static final Path FAR = Path.of("../examples/far.png");
    private static final String MEASURED = "document.querySelectorAll('#scores tbody tr').length >= 10";
    private static final String COMPARED = "document.querySelectorAll('#scores thead th').length >= 3";
    private static final String TOKEN = "a token of the test";

    @TempDir
    private static Path folder;

    private static Playwright playwright;
    private static Browser browser;
    private static Service service;

    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<BrowserContext> contexts = new ArrayList<>();

    @BeforeAll
    static void open() throws IOException {
        service = start(Optional.empty());
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
        Files.createDirectories(SCREENSHOTS);
    }

    @AfterAll
    static void close() throws IOException {
        if (playwright != null) {
            playwright.close();
        }
        if (service != null) {
            service.close();
        }
    }

    @AfterEach
    void nothingWasComplainedOfAndNothingFetchedElsewhere() {
        contexts.forEach(BrowserContext::close);
        assertThat(complaints).isEmpty();
        assertThat(requests)
                .allMatch(url ->
                        url.startsWith("http://127.0.0.1:") || url.startsWith("blob:") || url.startsWith("data:"));
    }

    private static Service start(Optional<String> token) throws IOException {
        ServiceSettings usual = ServiceSettings.DEFAULT;
        return Service.start(
                new ServiceSettings(
                        usual.host(),
                        0,
                        token,
                        usual.maximumUpload(),
                        usual.maximumMegapixels(),
                        usual.queue(),
                        usual.workers(),
                        usual.threads(),
                        usual.checkpoints(),
                        usual.kept(),
                        usual.jobTime(),
                        folder),
                CheckpointLibrary.ofUser(),
                new PrintWriter(Writer.nullWriter()));
    }

    /* The browser. */

    private static String address(Service of, String hash) {
        return "http://127.0.0.1:" + of.port() + "/" + hash;
    }

    private Page page(String hash) {
        return page(hash, options -> options);
    }

    private Page page(String hash, UnaryOperator<Browser.NewContextOptions> change) {
        Page page = context(change).newPage();
        listen(page);
        page.navigate(address(service, hash));
        return page;
    }

    private BrowserContext context(UnaryOperator<Browser.NewContextOptions> change) {
        BrowserContext context = browser.newContext(change.apply(
                new Browser.NewContextOptions().setViewportSize(1280, 900).setColorScheme(ColorScheme.LIGHT)));
        context.setDefaultTimeout(30_000);
        contexts.add(context);
        return context;
    }

    private void listen(Page page) {
        page.onConsoleMessage(message -> complaints.add(message.type() + ": " + message.text()));
        page.onPageError(complaints::add);
        page.onDialog(dialog -> {
            complaints.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
        page.onRequest(request -> requests.add(request.url()));
    }

    /** Browsers complain of each answer that says no; such complaints are expected where the test makes one. */
    private void expectRefusals() {
        assertThat(complaints).isNotEmpty().allMatch(words -> words.contains("Failed to load resource"));
        complaints.clear();
    }

    private static void screenshot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(true));
    }

    /** Waits in this program, as the page's policy forbids what waiting in the browser would take. */
    private static void await(Page page, String condition) {
        page.waitForCondition(() -> Boolean.TRUE.equals(page.evaluate(condition)));
    }

    private static void awaitFused(Page page) {
        await(page, "document.querySelector('#status').textContent.startsWith('Fused')");
    }

    private static void awaitMeasured(Page page) {
        await(page, MEASURED);
        await(page, COMPARED);
    }

    /** Drops files onto the page, as a hand does. */
    private static void drop(Page page, FilePayload... files) {
        List<Map<String, String>> given = Arrays.stream(files)
                .map(file ->
                        Map.of("name", file.name, "bytes", Base64.getEncoder().encodeToString(file.buffer)))
                .toList();
        page.evaluate("""
                files => {
                  const carried = new DataTransfer();
                  for (const {name, bytes} of files) {
                    const content = Uint8Array.from(atob(bytes), letter => letter.charCodeAt(0));
                    carried.items.add(new File([content], name, {type: 'image/png'}));
                  }
                  const drop = document.querySelector('#drop');
                  for (const type of ['dragenter', 'dragover', 'drop']) {
                    drop.dispatchEvent(new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer: carried}));
                  }
                }
                """, given);
    }

    private static FilePayload payload(Path file, String name) throws IOException {
        return new FilePayload(name, "image/png", Files.readAllBytes(file));
    }

    private static void dropPair(Page page) throws IOException {
        drop(page, payload(NEAR, "near.png"), payload(FAR, "far.png"));
    }

    /** Red, green and blue that the viewer shows at a share of its width and height. */
    private static List<?> shownAt(Page page, double x, double y) {
        // Drawn anew before it is read, as drawing waits for the next frame.
        return (List<?>) page.evaluate("""
                ([x, y]) => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(() => {
                  const canvas = document.querySelector('#canvas');
                  const at = [Math.floor(x * canvas.width), Math.floor(y * canvas.height)];
                  const copy = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
                  copy.drawImage(canvas, ...at, 1, 1, 0, 0, 1, 1);
                  resolve([...copy.getImageData(0, 0, 1, 1).data].slice(0, 3));
                })))
                """, List.of(x, y));
    }

    /** What of an image lies at a share of the viewer's width and height, at 100 %. */
    private static List<Integer> sampleAt(Page page, Image image, double x, double y) {
        Map<?, ?> size = (Map<?, ?>)
                page.evaluate("(({width, height}) => ({width, height}))(document.querySelector('#canvas'))");
        int width = ((Number) size.get("width")).intValue();
        int height = ((Number) size.get("height")).intValue();
        int column = (int) (x * width) - Math.round((width - image.width()) / 2f);
        int row = (int) (y * height) - Math.round((height - image.height()) / 2f);
        float[] colour = image.rgb(new Region(column, row, 1, 1));
        return List.of(Math.round(255 * colour[0]), Math.round(255 * colour[1]), Math.round(255 * colour[2]));
    }

    private static String text(Page page, String selector) {
        return page.locator(selector).textContent();
    }

    private static void tabTo(Page page, String id) {
        for (int i = 0; i < 80; i++) {
            if (id.equals(page.evaluate("document.activeElement.id"))) {
                return;
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError("no Tab leads to " + id);
    }

    private static Image fused(UnaryOperator<Fuser.Builder> change) throws Exception {
        try (Fuser fuser = change.apply(Fuser.forTask(Task.MULTI_FOCUS)).open()) {
            return fuser.fuse(List.of(ImageFiles.read(NEAR), ImageFiles.read(FAR)))
                    .image();
        }
    }

    /* What is done. */

    @Test
    void droppedImagesAreGuessedFusedComparedAndMeasured() throws Exception {
        Page page = page("");
        await(page, "document.querySelectorAll('.example img').length === 8");
        screenshot(page, "start");
        dropPair(page);
        awaitFused(page);
        assertThat(page.locator("#task").inputValue()).isEqualTo("multi-focus");
        assertThat(text(page, "#task-reason")).contains("from afar the sources look alike");
        assertThat(page.locator("#sources .name").allTextContents()).containsExactly("1 near.png", "2 far.png");
        awaitMeasured(page);
        assertThat(page.locator("#scores thead th").allTextContents()).containsExactly("Measure", "Result", "Static");
        page.locator("#zoom-full").click();
        assertThat(text(page, "#zoom")).isEqualTo("100 %");
        Image result = fused(builder -> builder);
        assertThat(shownAt(page, 0.45, 0.4)).isEqualTo(sampleAt(page, ImageFiles.read(NEAR), 0.45, 0.4));
        assertThat(shownAt(page, 0.55, 0.4)).isEqualTo(sampleAt(page, result, 0.55, 0.4));
        page.locator("#zoom-fit").click();
        screenshot(page, "fused");
    }

    @Test
    void theDividerIsDraggedAndSideBySideMeansTheSamePlace() throws Exception {
        Page page = page("#example=multi-focus");
        awaitFused(page);
        page.locator("#zoom-full").click();
        BoundingBox stage = page.locator("#stage").boundingBox();
        BoundingBox divider = page.locator("#divider").boundingBox();
        page.mouse().move(divider.x + divider.width / 2, divider.y + divider.height / 2);
        page.mouse().down();
        page.mouse().move(stage.x + stage.width * 0.6, stage.y + stage.height / 2);
        page.mouse().up();
        assertThat(page.locator("#divider").getAttribute("aria-valuenow")).isEqualTo("60");
        Image near = ImageFiles.read(NEAR);
        assertThat(shownAt(page, 0.55, 0.4)).isEqualTo(sampleAt(page, near, 0.55, 0.4));
        page.locator("#left").selectOption("source-2");
        await(page, "document.querySelector('#left-shown').textContent === '2 far.png'");
        page.waitForTimeout(300);
        assertThat(shownAt(page, 0.55, 0.4)).isEqualTo(sampleAt(page, ImageFiles.read(FAR), 0.55, 0.4));
    }

    @Test
    void theWheelZoomsAroundThePointerAndDraggingMoves() {
        Page page = page("#example=multi-focus");
        awaitFused(page);
        BoundingBox stage = page.locator("#stage").boundingBox();
        double x = stage.x + stage.width * 0.3;
        double y = stage.y + stage.height * 0.5;
        page.mouse().move(x, y);
        int column = columnBelowThePointer(page);
        page.mouse().wheel(0, -600);
        await(page, "parseFloat(document.querySelector('#zoom').textContent) > 600");
        page.mouse().move(x + 0.5, y);
        assertThat(columnBelowThePointer(page)).isBetween(column - 1, column + 1);
        page.mouse().down();
        page.mouse().move(x + 100, y);
        page.mouse().up();
        assertThat(columnBelowThePointer(page)).isBetween(column - 1, column + 1);
        page.locator("#zoom-fit").click();
        assertThat(page.locator("#stage.pannable").count()).isZero();
    }

    private static int columnBelowThePointer(Page page) {
        shownAt(page, 0, 0);
        return Integer.parseInt(text(page, "#pixels dd >> nth=0").split(",")[0]);
    }

    @Test
    void weightsAreLaidOverTheResultAndReadUnderThePointer() throws Exception {
        Page page = page("#example=multi-focus");
        awaitFused(page);
        List<?> plain = shownAt(page, 0.7, 0.5);
        await(page, "document.querySelectorAll('#weights .toggle').length === 2");
        page.locator("#weights .toggle").nth(1).click();
        await(page, "document.querySelector('#opacity-2').value === '70'");
        page.waitForTimeout(500);
        List<?> covered = shownAt(page, 0.7, 0.5);
        page.locator("#stage").scrollIntoViewIfNeeded();
        BoundingBox stage = page.locator("#stage").boundingBox();
        page.mouse().move(stage.x + stage.width * 0.7, stage.y + stage.height * 0.5);
        await(page, "document.querySelectorAll('#pixels dt').length === 5");
        double weight = Double.parseDouble(text(page, "#pixels dd >> nth=4"));
        int[] hue = {240, 140, 26};
        for (int channel = 0; channel < 3; channel++) {
            double opacity = 0.7 * weight;
            double below = ((Number) plain.get(channel)).doubleValue();
            assertThat(((Number) covered.get(channel)).doubleValue())
                    .isBetween(
                            below * (1 - opacity) + hue[channel] * opacity - 3,
                            below * (1 - opacity) + hue[channel] * opacity + 3);
        }
        String[] place = text(page, "#pixels dd >> nth=0").split(", ");
        try (Fuser fuser = Fuser.forTask(Task.MULTI_FOCUS).keepWeightMaps().open()) {
            Image map = fuser.fuse(List.of(ImageFiles.read(NEAR), ImageFiles.read(FAR)))
                    .weightMaps()
                    .get(1);
            assertThat((double) map.values(new Region(Integer.parseInt(place[0]), Integer.parseInt(place[1]), 1, 1))[0])
                    .isBetween(weight - 0.01, weight + 0.01);
        }
        page.locator("#weights .toggle").nth(0).click();
        page.locator("#stretch-weights").check();
        page.waitForTimeout(300);
        screenshot(page, "weights");
    }

    @Test
    void aSettingMakesANewFusionSaysWhatChangedAndStandsInTheAddress() {
        Page page = page("#example=multi-exposure");
        awaitMeasured(page);
        await(page, "document.querySelector('#set-scale').placeholder === '3'");
        page.locator("#set-scale").fill("30");
        await(page, "document.querySelector('#command').textContent.includes('--scale 30')");
        await(page, "document.querySelector('#scores thead').textContent.includes('Change')");
        assertThat(page.locator("#scores .better, #scores .worse").count()).isPositive();
        assertThat(page.url()).endsWith("#example=multi-exposure&scale=30");
        screenshot(page, "changed");
        Page shared = page("#example=multi-exposure&scale=30&reference=component");
        awaitFused(shared);
        assertThat(shared.locator("#set-scale").inputValue()).isEqualTo("30");
        assertThat(shared.locator("#set-reference").inputValue()).isEqualTo("component");
        assertThat(text(shared, "#command")).contains("--scale 30").contains("--reference component");
    }

    @Test
    void onlySettingsThatMakeSenseCanBeSet() {
        Page page = page("#example=multi-focus");
        awaitFused(page);
        assertThat(page.locator("#set-temperature").isDisabled()).isTrue();
        page.locator("#set-space").selectOption("features");
        assertThat(page.locator("#set-temperature").isEnabled()).isTrue();
        assertThat(page.locator("#set-smoothing").isEnabled()).isTrue();
        await(
                page,
                "document.querySelector('#method').textContent.includes('fused') && !document.querySelector('#method').textContent.includes('image')");
        page.locator("#set-static").check();
        assertThat(page.locator("#set-reference").isDisabled()).isTrue();
        await(page, "document.querySelector('#command').textContent.includes('--static')");
        assertThat(text(page, "#dominance-words")).isEqualTo("Static fusion has no weights.");
        assertThat(text(page, "#command")).doesNotContain("--space");
        page.locator("#reset").click();
        await(page, "!document.querySelector('#command').textContent.includes('--static')");
        assertThat(page.locator("#set-static").isChecked()).isFalse();
    }

    @Test
    void whatTheServiceRefusesIsSaidBesideTheSettings() {
        Page page = page("#example=multi-focus");
        awaitFused(page);
        page.locator("#set-scale").fill("-1");
        await(page, "!document.querySelector('#settings-problem').hidden");
        assertThat(text(page, "#settings-problem"))
                .contains("expected a scale above 0")
                .contains("found -1");
        assertThat(page.locator(".field.wrong label").allTextContents()).containsExactly("Scale k");
        assertThat(text(page, "#command")).doesNotContain("--scale");
        expectRefusals();
        page.locator("#set-scale").fill("2");
        await(page, "document.querySelector('#command').textContent.includes('--scale 2')");
        assertThat(page.locator("#settings-problem").isHidden()).isTrue();
    }

    @Test
    void whatIsDownloadedIsWhatTheCommandWrites() throws Exception {
        Page page = page("");
        dropPair(page);
        awaitFused(page);
        assertThat(download(page)).isEqualTo(written(fused(builder -> builder), "fused.png", WriteOptions.DEFAULT));
        page.locator("#more").evaluate("more => more.open = true");
        page.locator("#set-static").check();
        page.locator("#set-format").selectOption("jpg");
        page.locator("#set-quality").fill("80");
        await(page, "document.querySelector('#command').textContent.includes('--quality 80')");
        await(page, "document.querySelector('#downloads .primary').textContent.includes('JPG')");
        assertThat(download(page))
                .isEqualTo(written(
                        fused(Fuser.Builder::withoutWeights), "fused.jpg", WriteOptions.DEFAULT.withJpegQuality(80)));
        assertThat(text(page, "#command"))
                .isEqualTo("dynafuse fuse near.png far.png -o fused.jpg --task multi-focus --static --quality 80");
        page.locator("#set-format").selectOption("tif");
        page.locator("#set-depth").selectOption("16");
        await(page, "document.querySelector('#downloads .primary').textContent.includes('TIF, 16 bits')");
        Image deep = fused(builder -> builder.withoutWeights().depth(SampleDepth.BITS_16));
        assertThat(download(page)).isEqualTo(written(deep, "fused.tif", WriteOptions.DEFAULT));
    }

    private static byte[] download(Page page) throws IOException {
        Download download =
                page.waitForDownload(() -> page.locator("#downloads .primary").click());
        return Files.readAllBytes(download.path());
    }

    private static byte[] written(Image image, String name, WriteOptions options) throws IOException {
        Path file = folder.resolve(name);
        ImageFiles.prepare(image, file, options).commit();
        return Files.readAllBytes(file);
    }

    @Test
    void weightsAndTheReportAreDownloadedToo() throws IOException {
        Page page = page("#example=medical");
        awaitFused(page);
        List<String> names = new ArrayList<>();
        for (Locator button : page.locator("#downloads button").all()) {
            Download download = page.waitForDownload(button::click);
            names.add(download.suggestedFilename());
            assertThat(Files.size(download.path())).isPositive();
        }
        assertThat(names)
                .containsExactly(
                        "fused.png",
                        "fused.json",
                        "1-mri-weight.png",
                        "1-mri-weight-viridis.png",
                        "2-ct-weight.png",
                        "2-ct-weight-viridis.png");
    }

    @Test
    void aBrokenFileIsNamedAsTextAndOthersCanBeGiven() throws IOException {
        Page page = page("");
        String name = "<img src=x onerror=alert(1)>.png";
        byte[] half = Arrays.copyOf(Files.readAllBytes(FAR), 5000);
        drop(page, payload(NEAR, "near.png"), new FilePayload(name, "image/png", half));
        await(page, "!document.querySelector('#problem').hidden");
        assertThat(text(page, "#problem-text")).contains(name);
        assertThat(page.locator("#problem img").count()).isZero();
        assertThat(page.locator("#start").isVisible()).isTrue();
        expectRefusals();
        screenshot(page, "broken");
        drop(page, payload(NEAR, "near.png"));
        assertThat(text(page, "#problem-text")).isEqualTo("Expected two or more images of one scene, found 1.");
        drop(page, payload(NEAR, "near.png"), payload(FAR, name));
        awaitFused(page);
        assertThat(page.locator("#problem").isHidden()).isTrue();
        assertThat(page.locator("#sources .name").allTextContents()).containsExactly("1 near.png", "2 " + name);
    }

    @Test
    void everythingIsDoneByKeys() {
        Page page = page("");
        await(page, "document.querySelectorAll('.example').length === 4");
        page.keyboard().press("Tab");
        assertThat(page.evaluate("document.activeElement.textContent")).isEqualTo("Skip to the content");
        tabTo(page, "choose");
        page.keyboard().press("Tab");
        assertThat(page.evaluate("document.activeElement.dataset.example")).isEqualTo("multi-focus");
        page.keyboard().press("Enter");
        awaitFused(page);
        tabTo(page, "canvas");
        page.keyboard().press("1");
        assertThat(text(page, "#zoom")).isEqualTo("100 %");
        page.keyboard().press("+");
        assertThat(text(page, "#zoom")).isEqualTo("125 %");
        page.keyboard().press("0");
        page.keyboard().press("ArrowRight");
        await(page, "document.querySelector('#pixels dd').textContent === '161, 120'");
        page.keyboard().press("ArrowUp");
        await(page, "document.querySelector('#pixels dd').textContent === '161, 119'");
        page.keyboard().press("Tab");
        assertThat(page.evaluate("document.activeElement.getAttribute('role')")).isEqualTo("slider");
        page.keyboard().press("ArrowRight");
        assertThat(page.locator("#divider").getAttribute("aria-valuenow")).isEqualTo("52");
        page.keyboard().press("Home");
        assertThat(page.locator("#divider").getAttribute("aria-valuenow")).isEqualTo("0");
        tabTo(page, "keep");
        page.keyboard().press("Enter");
        await(page, "document.activeElement.textContent === 'Keep this result as B'");
        tabTo(page, "opacity-1");
        page.keyboard().press("End");
        assertThat(page.locator("#opacity-1").inputValue()).isEqualTo("100");
        tabTo(page, "set-static");
        page.keyboard().press("Space");
        await(page, "document.querySelector('#command').textContent.includes('--static')");
        tabTo(page, "forget");
    }

    @Test
    void aSecondResultIsKeptAndSwappedByHandWhereMotionIsUnwelcome() {
        Page page = page("#example=multi-exposure", options -> options.setReducedMotion(ReducedMotion.REDUCE));
        awaitMeasured(page);
        page.locator("#keep").click();
        page.locator("#set-static").check();
        await(page, "document.querySelector('#scores thead').textContent.includes('B')");
        await(page, "document.querySelector('#command').textContent.includes('--static')");
        assertThat(text(page, "#right-shown")).isEqualTo("Result");
        page.locator("#canvas").focus();
        page.keyboard().press("b");
        assertThat(text(page, "#right-shown")).isEqualTo("B: automatic");
        page.waitForTimeout(1000);
        assertThat(text(page, "#right-shown")).isEqualTo("B: automatic");
        page.keyboard().press("b");
        assertThat(text(page, "#right-shown")).isEqualTo("Result");
    }

    @Test
    void blinkingIsSlowAndStops() {
        Page page = context(options -> options).newPage();
        listen(page);
        page.addInitScript("""
                const original = setInterval;
                window.periods = [];
                window.setInterval = (act, period) => {
                  window.periods.push(period);
                  return original(act, period);
                };
                """);
        page.navigate(address(service, "#example=multi-exposure"));
        awaitFused(page);
        page.locator("#keep").click();
        page.locator("#blink").click();
        await(page, "document.querySelector('#right-shown').textContent === 'B: automatic'");
        await(page, "document.querySelector('#right-shown').textContent === 'Result'");
        List<?> periods = (List<?>) page.evaluate("periods");
        assertThat(periods).hasSize(1);
        assertThat(((Number) periods.get(0)).doubleValue()).isGreaterThanOrEqualTo(1000 / 1.5);
        page.locator("#blink").click();
        assertThat(page.locator("#blink").getAttribute("aria-pressed")).isEqualTo("false");
        assertThat(text(page, "#right-shown")).isEqualTo("Result");
    }

    /* What goes wrong. */

    @Test
    void aFullQueueIsWaitedFor() {
        Page page = context(options -> options).newPage();
        listen(page);
        AtomicInteger asked = new AtomicInteger();
        page.route("**/api/v1/fusions", route -> {
            if (asked.incrementAndGet() == 1) {
                route.fulfill(new Route.FulfillOptions()
                        .setStatus(429)
                        .setHeaders(Map.of("Retry-After", "2", "Content-Type", "application/problem+json"))
                        .setBody("{\"title\":\"Too Many Requests\",\"status\":429,\"detail\":\"the queue is full\"}"));
            } else {
                route.resume();
            }
        });
        page.navigate(address(service, "#example=multi-focus"));
        await(page, "document.querySelector('#status').textContent.includes('trying again in 1 s')");
        awaitFused(page);
        expectRefusals();
    }

    @Test
    void aServiceThatIsGoneIsSaidAndTriedAgain() {
        Page page = page("#example=multi-focus");
        awaitMeasured(page);
        page.route("**/api/v1/fusions", Route::abort);
        page.locator("#set-scale").fill("2");
        await(page, "!document.querySelector('#problem').hidden");
        assertThat(text(page, "#problem-text")).contains("does not answer");
        expectRefusals();
        page.unroute("**/api/v1/fusions");
        page.locator("#problem-retry").click();
        await(page, "document.querySelector('#command').textContent.includes('--scale 2')");
        assertThat(page.locator("#problem").isHidden()).isTrue();
    }

    @Test
    void imagesThatTheServiceForgotAreSentAgain() {
        Page page = page("");
        List<Request> guesses = new CopyOnWriteArrayList<>();
        page.onRequest(request -> {
            if (request.url().endsWith("/tasks/guess")) {
                guesses.add(request);
            }
        });
        page.locator("[data-example=medical]").click();
        awaitMeasured(page);
        String scene = guesses.get(0).response().text().replaceFirst(".*?\"id\":\"([^\"]*)\".*", "$1");
        page.evaluate("id => fetch(`/api/v1/scenes/${id}`, {method: 'DELETE'})", scene);
        page.locator("#set-scale").fill("2");
        await(page, "document.querySelector('#command').textContent.includes('--scale 2')");
        assertThat(guesses).hasSize(2);
        expectRefusals();
    }

    @Test
    void progressIsShownAndAFusionIsCancelled() {
        Page page = page("#example=multi-focus");
        awaitMeasured(page);
        List<Route> held = new CopyOnWriteArrayList<>();
        page.route("**/events", held::add);
        page.locator("#set-scale").fill("2");
        page.locator("#cancel").waitFor();
        Request deleted = page.waitForRequest(
                request -> request.method().equals("DELETE"),
                () -> page.locator("#cancel").click());
        assertThat(deleted.url()).contains("/api/v1/fusions/");
        assertThat(text(page, "#status")).startsWith("Cancelled");
        assertThat(page.locator("#progress").isHidden()).isTrue();
        assertThat(text(page, "#command")).doesNotContain("--scale");
        page.unroute("**/events");
        page.locator("#problem-retry").click();
        await(page, "document.querySelector('#command').textContent.includes('--scale 2')");
        complaints.removeIf(words -> words.contains("Failed to load resource"));
    }

    @Test
    void imagesAreDeletedAtOnce() {
        Page page = page("#example=multi-focus");
        awaitMeasured(page);
        Request deleted = page.waitForRequest(
                request -> request.method().equals("DELETE"),
                () -> page.locator("#forget").click());
        assertThat(deleted.response().status()).isEqualTo(204);
        assertThat(page.evaluate("url => fetch(url).then(answer => answer.status)", deleted.url()))
                .isEqualTo(404);
        assertThat(page.locator("#start").isVisible()).isTrue();
        assertThat(text(page, "#sending")).contains("deleted");
        assertThat(page.url()).doesNotContain("example");
        expectRefusals();
    }

    @Test
    void settingsInTheAddressWaitForImages() throws IOException {
        Page page = page("#reference=component");
        await(page, "document.querySelector('#sending').textContent.includes('reference component')");
        dropPair(page);
        awaitFused(page);
        assertThat(text(page, "#command")).contains("--reference component");
    }

    @Test
    void imagesMayBeGivenBeforeItIsKnownWhatCanBeChosen() throws IOException {
        Page page = context(options -> options).newPage();
        listen(page);
        List<Route> held = new CopyOnWriteArrayList<>();
        page.route("**/networks", held::add);
        page.navigate(address(service, ""));
        dropPair(page);
        page.waitForCondition(() -> !held.isEmpty());
        held.get(0).resume();
        awaitFused(page);
        assertThat(page.locator("#left").inputValue()).isEqualTo("source-1");
    }

    @Test
    void theTokenIsTakenOutOfTheAddressOrAskedFor() throws IOException {
        try (Service guarded = start(Optional.of(TOKEN))) {
            Page page = context(options -> options).newPage();
            listen(page);
            page.navigate(address(guarded, "#token=" + TOKEN.replace(" ", "%20")));
            await(page, "document.querySelectorAll('.example img').length === 8");
            assertThat(page.url()).isEqualTo(address(guarded, ""));
            page.locator("[data-example=medical]").click();
            awaitFused(page);
            assertThat(page.url()).isEqualTo(address(guarded, "#example=medical"));
            assertThat(complaints).isEmpty();
            Page asked = context(options -> options).newPage();
            listen(asked);
            asked.navigate(address(guarded, ""));
            asked.locator("#token").fill("wrong");
            asked.keyboard().press("Enter");
            await(asked, "document.querySelector('#token-words').textContent.includes('does not know')");
            asked.locator("#token").fill(TOKEN);
            asked.keyboard().press("Enter");
            await(asked, "document.querySelectorAll('.example img').length === 8");
            assertThat(asked.context().cookies()).isEmpty();
            expectRefusals();
        }
    }

    /* How it looks. */

    @Test
    void aPhoneIsNotScrolledSideways() {
        for (int width : List.of(320, 390)) {
            Page page = page(
                    "#example=visible-infrared",
                    options -> options.setViewportSize(width, 740)
                            .setHasTouch(true)
                            .setIsMobile(true)
                            .setDeviceScaleFactor(2));
            awaitMeasured(page);
            assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
            page.locator("#more").evaluate("more => more.open = true");
            assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
            page.locator("#stage").tap();
            await(page, "document.querySelectorAll('#pixels dt').length > 2");
            screenshot(page, "phone-" + width);
        }
    }

    @Test
    void darkIsDark() {
        Page page = page("#example=visible-infrared", options -> options.setColorScheme(ColorScheme.DARK));
        awaitMeasured(page);
        assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(17, 19, 23)");
        page.waitForTimeout(500);
        screenshot(page, "dark");
    }

    @Test
    void theContractIsShown() {
        Page page = page("docs/");
        await(page, "document.querySelectorAll('.opblock').length > 15");
    }
}
