package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.files.OneLine;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.library.CheckpointLibrary;
import io.dynafuse.library.InstalledFolder;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.testing.RandomNetworks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What files hold and are called never steers the terminal of whoever reads about it. */
class ControlCharactersTest {
    /** Escape sequences of 7 and of 8 bits, a bell, text from the right to the left, a line end of Unicode. */
    private static final String EVIL = "\u009b31m\u001b[2J\u0007\u202eevil\u2028";

    @TempDir
    private Path folder;

    private Path first;
    private Path second;
    private Path weights;
    private CheckpointLibrary library;

    @BeforeEach
    void prepare() throws IOException {
        first = named("first", ".png");
        second = named("second", ".png");
        weights = folder.resolve("ifcnn-mean.safetensors");
        ImageFiles.write(gray(), first);
        ImageFiles.write(gray(), second);
        Safetensors.write(weights, RandomNetworks.stored(Ifcnn.MEAN, 1), Map.of(EVIL, EVIL));
        library = new CheckpointLibrary(List.of(), new InstalledFolder(Optional.of(folder.resolve("models"))));
    }

    private static Image gray() {
        float[] values = new float[32 * 32];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 7 / 8f;
        }
        return Image.of(32, 32, 1, values, SampleDepth.BITS_8);
    }

    /** With all of them, as far as the system takes such names. */
    private Path named(String name, String ending) {
        try {
            return folder.resolve(name + EVIL + ending);
        } catch (InvalidPathException e) {
            return folder.resolve(name + "\u001b[2J\u0007" + ending);
        }
    }

    private String clean(int exitCode, Object... arguments) {
        CommandProcess.Result result = CommandProcess.runHere(library, arguments);
        String all = result.output() + result.error();
        assertThat(result.exitCode()).as(all).isEqualTo(exitCode);
        assertThat(all).isNotEmpty();
        assertClean(all);
        return all;
    }

    private static void assertClean(String text) {
        assertThat(text.codePoints()
                        .filter(character -> character != '\n' && character != '\t' && OneLine.isUnseen(character))
                        .mapToObj(Integer::toHexString))
                .as(text)
                .isEmpty();
    }

    private Path file(String name, String latin1) throws IOException {
        return Files.write(folder.resolve(name), latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PF\n\u009b31m\u001b[2J\u0007 3\n-1\n",
                "Pf\n3 \u009b31m\u001b[2J\u0007\n-1\n",
                "P5\n3 3\n\u009b31m\u001b\n",
                "\u0089PNG\r\n\u001a\n\0\0\0\r\u009b\u001b[\u0007",
                "II*\0\b\0\0\0\u009b\u001b[2J\u0007",
                "BM\u009b\u001b[2J\u0007"
            })
    void imageFiles(String content) throws IOException {
        Path image = file("x.pfm", content);
        for (Object[] more : List.of(new Object[0], new Object[] {"--verbose"})) {
            clean(1, plus(more, "fuse", image, first, "-o", folder.resolve("o.png"), "--checkpoint", weights));
        }
        clean(1, "metrics", "--fused", image, first, second, "--metric", "EN");
    }

    private static Object[] plus(Object[] more, Object... arguments) {
        return Stream.concat(Arrays.stream(arguments), java.util.Arrays.stream(more))
                .toArray();
    }

    @Test
    void namesOfImages() throws IOException {
        clean(0, "fuse", first, second, "-o", named("fused", ".png"), "--checkpoint", weights);
        clean(1, "fuse", named("missing", ".png"), second, "-o", folder.resolve("o.png"), "--checkpoint", weights);
        clean(
                1,
                "fuse",
                first,
                second,
                "-o",
                folder.resolve("none").resolve(first.getFileName()),
                "--checkpoint",
                weights);
        for (String format : List.of("table", "csv", "json")) {
            clean(0, "metrics", "--fused", first, first, second, "--metric", "EN,SSIM", "--format", format);
        }
    }

    @Test
    void namesOfTensorsAndMetadata() throws IOException {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>(RandomNetworks.stored(Ifcnn.MEAN, 1));
        tensors.put(EVIL, new StoredTensor(List.of(1L), new float[1]));
        Path other = folder.resolve("other.safetensors");
        Safetensors.write(other, tensors, Map.of("network", EVIL, EVIL, EVIL));
        clean(0, "inspect", other);
        clean(0, "inspect", weights);
        clean(1, "inspect", other, "--key", EVIL);
        clean(1, "fuse", first, second, "-o", folder.resolve("o.png"), "--checkpoint", other);
        clean(1, "fuse", first, second, "-o", folder.resolve("o.png"), "--checkpoint", other, "--verbose");
        clean(1, "install", other, "--name", "x");
        Path named = Files.copy(weights, named("ifcnn-mean", ".safetensors"));
        clean(0, "install", named, "--name", "y");
        clean(0, "models");
        clean(0, "models", "y");
        clean(2, "install", named);
        clean(1, "inspect", EVIL);
    }

    @Test
    void picklesThatNameAnything() throws IOException {
        byte[] text = EVIL.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(new byte[] {(byte) 0x80, 4});
        for (int i = 0; i < 2; i++) {
            pickle.write('X');
            pickle.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(text.length)
                    .array());
            pickle.writeBytes(text);
        }
        // Takes both for the module and the name of a class.
        pickle.write(0x93);
        Path file = folder.resolve("x.pth");
        writeStored(file, pickle.toByteArray());
        assertThat(clean(1, "inspect", file)).contains("its pickle names");
        clean(1, "inspect", file, "--verbose");
    }

    private static void writeStored(Path file, byte[] pickle) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(pickle);
        ZipEntry entry = new ZipEntry("x/data.pkl");
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(pickle.length);
        entry.setCrc(crc.getValue());
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(entry);
            zip.write(pickle);
        }
    }

    @Test
    void valuesOfYaml() throws IOException {
        for (String side : List.of("mri", "ct")) {
            ImageFiles.write(
                    gray(),
                    Files.createDirectories(folder.resolve("set").resolve(side)).resolve("1.png"));
        }
        Path yaml = folder.resolve("set/dataset.yaml");
        String quoted = "\"\\x9b31m\\e[2J\\a\\u202eevil\\u2028\"";
        for (String text : List.of(
                "name: " + quoted + "\ntask: medical\nsources: {mri: mri, ct: ct}\n",
                "name: x\ntask: " + quoted + "\nsources: {mri: mri, ct: ct}\n",
                "name: x\ntask: medical\nsources: {mri: " + quoted + ", ct: ct}\n",
                quoted + ": x\n")) {
            Files.writeString(yaml, text);
            assertClean(here("fuse", yaml, "-o", folder.resolve("out"), "--checkpoint", weights));
            assertClean(here("evaluate", yaml, "-o", folder.resolve("run"), "--checkpoint", weights, "--metric", "EN"));
        }
        Path report = folder.resolve("run/report.html");
        assertThat(report).exists();
        assertClean(Files.readString(report).replace("\r", ""));
    }

    private String here(Object... arguments) {
        CommandProcess.Result result = CommandProcess.runHere(library, arguments);
        return result.output() + result.error();
    }

    @Test
    void whatPassesToATerminalKeepsCharactersWhole() {
        StringWriter text = new StringWriter();
        var out = TerminalText.on(text);
        out.print("größe \ud83d");
        out.print("\udd2c\ta\u0000\r");
        out.printf("%s%n", "\ud83d!");
        assertThat(text.toString()).isEqualTo("größe \ud83d\udd2c\ta\ufffd\ufffd\ufffd!" + System.lineSeparator());
    }
}
