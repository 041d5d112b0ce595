package io.dynafuse.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynafuse.data.Dataset;
import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.SourceFile;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.task.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticDatasetTest {
    @TempDir
    Path temporary;

    @ParameterizedTest
    @EnumSource
    void aDatasetIsReadBack(Task task) throws Exception {
        SyntheticDataset synthetic = dataset(task, 3, 1);
        synthetic.write(temporary.resolve("set"), "a test's", 2, (done, total) -> {});
        Dataset dataset = Dataset.read(temporary.resolve("set"));
        assertThat(dataset.task()).contains(task);
        assertThat(dataset.scenes()).extracting(DatasetScene::name).containsExactly("0001", "0002", "0003");
        boolean known = task == Task.MULTI_FOCUS || task == Task.MULTI_EXPOSURE;
        for (DatasetScene scene : dataset.scenes()) {
            assertThat(scene.sources())
                    .extracting(SourceFile::role)
                    .isEqualTo(SceneMakers.of(task).roles());
            assertThat(scene.truth().isPresent()).isEqualTo(known);
        }
        Path second = temporary
                .resolve("set")
                .resolve(synthetic.maker().roles().get(1))
                .resolve("0002.png");
        assertThat(ImageFiles.read(second).values())
                .containsExactly(synthetic.scene(2).sources().get(1).values());
    }

    @Test
    void theSameSeedGivesTheSameBytesHoweverManyThreads() throws Exception {
        dataset(Task.MULTI_FOCUS, 5, 7).write(temporary.resolve("a"), "same", 1, (done, total) -> {});
        dataset(Task.MULTI_FOCUS, 5, 7).write(temporary.resolve("b"), "same", 3, (done, total) -> {});
        dataset(Task.MULTI_FOCUS, 5, 8).write(temporary.resolve("c"), "same", 1, (done, total) -> {});
        Map<String, List<Byte>> first = bytes(temporary.resolve("a"));
        assertThat(first).hasSize(1 + 3 * 5);
        assertThat(bytes(temporary.resolve("b"))).isEqualTo(first);
        assertThat(bytes(temporary.resolve("c")).get("near/0001.png")).isNotEqualTo(first.get("near/0001.png"));
    }

    @Test
    void aLargerDatasetBeginsLikeASmallerOne() {
        assertThat(dataset(Task.MEDICAL, 9, 1).scene(2).sources().get(0).values())
                .containsExactly(
                        dataset(Task.MEDICAL, 2, 1).scene(2).sources().get(0).values());
    }

    @Test
    void progressIsTold() throws Exception {
        List<Integer> told = new ArrayList<>();
        dataset(Task.MEDICAL, 4, 1).write(temporary, "", 2, (done, total) -> told.add(10 * total + done));
        assertThat(told).containsExactly(41, 42, 43, 44);
    }

    @Test
    void emptyDatasetsAndScenesOfNoSizeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> dataset(Task.MEDICAL, 0, 1));
        SyntheticDataset tiny = new SyntheticDataset(SceneMakers.of(Task.MEDICAL), 1, 9, 30, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> tiny.write(temporary, "", 1, (done, total) -> {}));
        assertThat(temporary).isEmptyDirectory();
    }

    /** Makes scenes until one is asked for that cannot be made. */
    private record Failing(SceneMaker maker, AtomicInteger left) implements SceneMaker {
        @Override
        public Task task() {
            return maker.task();
        }

        @Override
        public List<String> roles() {
            return maker.roles();
        }

        @Override
        public SyntheticScene make(int width, int height, long seed) {
            if (left.getAndDecrement() == 0) {
                throw new UncheckedIOException(new IOException("gone"));
            }
            return maker.make(width, height, seed);
        }
    }

    /** A photograph may be gone when the first scene is made, or later. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void whatIsNotFinishedHasNoDescription(int whole) {
        SceneMaker maker = new Failing(SceneMakers.of(Task.MULTI_FOCUS), new AtomicInteger(whole));
        SyntheticDataset dataset = new SyntheticDataset(maker, 4, 40, 30, 1);
        assertThatIOException()
                .isThrownBy(() -> dataset.write(temporary, "", 1, (done, total) -> {}))
                .withMessage("gone");
        assertThat(temporary.resolve("dataset.yaml")).doesNotExist();
    }

    /** In one digit more than 9999 has; the maker fails soon, as so many scenes would take long. */
    @Test
    void manyScenesAreNamedByAsManyDigits() {
        SceneMaker maker = new Failing(SceneMakers.of(Task.MEDICAL), new AtomicInteger(2));
        SyntheticDataset many = new SyntheticDataset(maker, 10_000, 16, 16, 1);
        assertThatIOException().isThrownBy(() -> many.write(temporary, "", 1, (done, total) -> {}));
        assertThat(temporary.resolve("mri")).isDirectoryContaining("glob:**/00002.png");
        assertThat(temporary.resolve("mri/0002.png")).doesNotExist();
    }

    private static SyntheticDataset dataset(Task task, int scenes, long seed) {
        return new SyntheticDataset(SceneMakers.of(task), scenes, 40, 30, seed);
    }

    private static Map<String, List<Byte>> bytes(Path folder) throws IOException {
        Map<String, List<Byte>> bytes = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path file : paths.filter(Files::isRegularFile).toList()) {
                byte[] content = Files.readAllBytes(file);
                bytes.put(
                        folder.relativize(file).toString().replace('\\', '/'),
                        IntStream.range(0, content.length)
                                .mapToObj(i -> content[i])
                                .toList());
            }
        }
        return bytes;
    }
}
