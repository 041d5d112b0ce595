package io.dynafuse.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.dynafuse.task.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetDescriptionTest {
    @TempDir
    private Path root;

    private DatasetFolder folder;
    private Path file;

    @BeforeEach
    void prepare() throws IOException {
        folder = new DatasetFolder(root).with("v/1.png", "v/2.png", "i/1.jpg", "i/2.jpg", "t/1.png", "s/7/x.png");
        folder.with("s/7/y.png", "s/8/x.png", "s/8/y.png", "s/9/x.png", "n/p/p_A.png", "n/p/p_B.png", "n/p/q_A.png");
        file = root.resolve("dataset.yaml");
    }

    private void describe(String... lines) throws IOException {
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    private void assertRefused(String... mentions) {
        assertThatThrownBy(() -> Dataset.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContainingAll(mentions)
                .hasMessageNotContaining("\n")
                .hasMessageNotContaining("com.fasterxml")
                .hasMessageNotContaining("io.dynafuse");
    }

    @Test
    void patternsWhoseStarIsTheScene() throws Exception {
        describe(
                "name: Roads",
                "task: multi-focus",
                "sources:",
                "  second: i/*.jpg",
                "  Visible: v",
                "truth: t/*",
                "# a remark");
        assertThat(folder.scenes())
                .containsExactly(
                        "1: second=i/1.jpg Visible=v/1.png truth=t/1.png", "2: second=i/2.jpg Visible=v/2.png");
        Dataset dataset = folder.read();
        assertThat(dataset.name()).isEqualTo("Roads");
        assertThat(dataset.task()).contains(Task.MULTI_FOCUS);
        assertThat(dataset.notes()).first().asString().startsWith("layout: as ").contains("dataset.yaml says");
    }

    @Test
    void theStarMayStandForAFolder() throws Exception {
        describe("sources: {a: 's/*/x.png', b: 's/*/y.png'}");
        assertThat(folder.scenes()).containsExactly("7: a=s/7/x.png b=s/7/y.png", "8: a=s/8/x.png b=s/8/y.png");
        assertThat(folder.notes()).contains("x.png: left out, as there is no image of its name in s/*/y.png");
        assertThat(folder.read().name()).isEqualTo(root.getFileName().toString());
    }

    @Test
    void aStarForTheExtensionTakesAny() throws Exception {
        describe("sources: {a: 'v/*.*', b: 'i/*.*'}", "truth: 't/*.*'");
        assertThat(folder.scenes()).containsExactly("1: a=v/1.png b=i/1.jpg truth=t/1.png", "2: a=v/2.png b=i/2.jpg");
        describe("sources: {a: 's/*/x.*', b: 's/*/y.*'}");
        assertThat(folder.scenes()).containsExactly("7: a=s/7/x.png b=s/7/y.png", "8: a=s/8/x.png b=s/8/y.png");
    }

    @Test
    void severalStarsAreOneName() throws Exception {
        describe("sources: {a: 'n/*/*_A', b: 'n/*/*_B'}");
        assertThat(folder.scenes()).containsExactly("p: a=n/p/p_A.png b=n/p/p_B.png");
    }

    @Test
    void scenesOneByOne() throws Exception {
        describe(
                "scenes:",
                "  - name: 007",
                "    sources: {2: v/1.png, 1: i/1.jpg}",
                "    truth: t/1.png",
                "  - {name: later, sources: {a: s/7/../8/x.png, b: not/there.png, c: v/2.png}}");
        assertThat(folder.scenes())
                .containsExactly(
                        "007: 2=v/1.png 1=i/1.jpg truth=t/1.png", "later: a=s/8/x.png b=not/there.png c=v/2.png");
    }

    @Test
    void anotherFileMayLeadOutOfItsFolder() throws Exception {
        Path elsewhere = Files.createDirectory(root.resolve("lists")).resolve("Mine.YML");
        Files.writeString(elsewhere, "sources: {a: ../v, b: ../i}");
        assertThat(folder.scenes(Dataset.read(elsewhere)))
                .containsExactly("1: a=v/1.png b=i/1.jpg", "2: a=v/2.png b=i/2.jpg");
    }

    @Test
    void bothEndingsAreOneTooMany() throws Exception {
        describe("sources: {a: v, b: i}");
        Files.writeString(root.resolve("dataset.yml"), "sources: {a: v, b: t}");
        assertThatThrownBy(folder::read).hasMessageContaining("expected one of them");
        Files.delete(file);
        assertThat(folder.scenes()).containsExactly("1: a=v/1.png b=t/1.png");
    }

    @Test
    void unknownKeysAreNamedWithTheirPlace() throws Exception {
        describe("name: x", "source: {a: v, b: i}");
        assertRefused("dataset.yaml: unknown key source; did you mean sources?");
        describe("scenes:", "  - {name: x, sources: {a: v/1.png, b: i/1.jpg}, weather: fine}");
        assertRefused("scenes: number 1: unknown key weather; expected one of name, sources, truth");
    }

    @Test
    void wrongTypesAreNamed() throws Exception {
        describe("sources: [v, i]");
        assertRefused("dataset.yaml: sources: expected keys and values");
        describe("sources: v");
        assertRefused("dataset.yaml: sources: expected keys and values");
        describe("sources: {a: {b: c}, d: i}");
        assertRefused("sources: a: expected text");
        describe("scenes: {name: x}");
        assertRefused("scenes: expected a list");
        describe("scenes:", "  - {name: x, sources: {a: v/1.png, b: i/1.jpg}}", "  - 5");
        assertRefused("dataset.yaml: scenes: number 2: expected keys and values");
        describe("- a", "- b");
        assertRefused("expected keys and values");
        describe("just text");
        assertRefused("expected keys and values");
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        describe("name: x");
        assertRefused("expected the keys sources or scenes");
        describe("sources: {a: v}");
        assertRefused("sources: expected 2 or more sources, found 1");
        describe("sources: {a: v, b: }");
        assertRefused("sources: b: expected a value");
        describe("scenes: []");
        assertRefused("scenes: expected 1 or more");
        describe("scenes: [{sources: {a: v/1.png, b: i/1.jpg}}]");
        assertRefused("scenes: number 1: name: expected a value");
        describe("scenes: [{name: x, sources: {a: v/1.png}}]");
        assertRefused("scenes: x: sources: expected 2 or more sources, found 1");
        describe("scenes: [null]");
        assertRefused("scenes: number 1");
        describe("sources: {a: v, b: nowhere}");
        assertRefused("sources: b: expected a folder, found none at nowhere");
        describe("sources: {a: v, b: i/*.png}");
        assertRefused("sources: b: expected images, found none that fits i/*.png");
        describe("sources: {a: v/*, b: s/7/*}");
        assertRefused("sources: ", "no image name in common");
        describe("sources: {a: v, b: i/1.jpg}");
        assertRefused("sources: b: expected a folder or a star", "i/1.jpg");
        describe("truth: t", "scenes: [{name: x, sources: {a: v/1.png, b: i/1.jpg}}]");
        assertRefused("truth: expected a pattern of the sources beside it");
    }

    @Test
    void valuesWithoutSenseAreNamed() throws Exception {
        describe("task: portrait", "sources: {a: v, b: i}");
        assertRefused("task: expected one of visible-infrared, medical", "found portrait");
        describe("sources: {a: v/**, b: i}");
        assertRefused("sources: a: expected no wildcard but single stars");
        describe("sources: {a: 'v/?.png', b: i}");
        assertRefused("sources: a: expected no wildcard but single stars");
        describe("sources: {a: " + root.resolve("v") + ", b: i}");
        assertRefused("sources: a: expected a path relative to the description");
        describe("scenes: [{name: x, sources: {a: /etc/x.png, b: i/1.jpg}}]");
        assertRefused("scenes: x: sources: a: expected a path relative to the description");
        describe("scenes: [{name: x, sources: {a: \"v\\0.png\", b: i/1.jpg}}]");
        assertRefused("scenes: x: sources: a: expected a path");
        describe("sources: {a: \"v\\0\", b: i}");
        assertRefused("sources: a: expected a path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../up", "a/b", "a\\b", "..", ".", "/etc/passwd", "x:y"})
    void theNameOfASceneIsNoPath(String name) throws Exception {
        describe("scenes: [{name: '" + name + "', sources: {a: v/1.png, b: i/1.jpg}}]");
        assertRefused("scenes: number 1: name: expected a name that can be a file's", "found " + name);
    }

    @Test
    void twoScenesOfOneName() throws Exception {
        describe("sources: {a: v, b: i}", "scenes: [{name: '1', sources: {a: v/1.png, b: i/1.jpg}}]");
        assertRefused("scenes: expected different names, found 1 twice");
    }

    @Test
    void keysTwice() throws Exception {
        describe("sources: {a: v, b: i}", "name: x", "name: y");
        assertRefused("line 3", "name");
        describe("sources: {a: v, b: i, a: t}");
        assertRefused("line 1", "'a'");
    }

    @Test
    void aliasesAreRefusedHoweverManyTheyMake() throws Exception {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a").append(i).append(": &a").append(i).append(" [");
            bomb.append(("*a" + (i - 1) + ", ").repeat(9)).append("x]\n");
        }
        describe(bomb.toString());
        assertTimeout(Duration.ofSeconds(5), () -> assertRefused("line 2: aliases are not taken"));
        describe("sources: {a: v, b: &b i}", "truth: *b");
        assertRefused("line 2: aliases are not taken");
        describe("sources:", "  a: */x.png", "  b: */y.png");
        assertRefused("quotes");
    }

    @Test
    void depthAndSizeAreLimited() throws Exception {
        describe("[".repeat(500_000));
        assertTimeout(Duration.ofSeconds(5), () -> assertRefused("nested deeper"));
        describe("name: " + "x".repeat(2_000_000));
        assertRefused("larger than 2 MB");
    }

    @Test
    void whatIsNoDescription() throws Exception {
        Files.write(file, new byte[0]);
        assertRefused("is empty");
        describe("# nothing but a remark");
        assertRefused("is empty");
        Files.write(file, "name: Größe".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused("is no text in UTF-8");
        Files.write(file, new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        assertRefused("UTF-8");
        describe("name: \0");
        assertRefused("is not YAML as expected");
        describe("name: x", "sources: {a: v, b: i");
        assertRefused("line ", "is not YAML as expected: while parsing a flow mapping, expected ',' or '}'");
        describe("sources: {a: v, b: i}", "---", "name: y");
        assertRefused("expected one YAML document");
        Files.delete(file);
        assertRefused("there is no such file");
        Files.createDirectory(file);
        folder.with("dataset.yaml/1-a.png", "dataset.yaml/1-b.png");
        assertThat(Dataset.read(file).scenes()).hasSize(1);
    }

    @Test
    void classesAreNotMade() throws Exception {
        describe("name: !!java.io.File /tmp/x", "sources: {a: v, b: i}");
        assertThat(folder.read().name()).isEqualTo("/tmp/x");
    }
}
