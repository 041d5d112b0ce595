package io.dynafuse.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people download or save in place of a checkpoint; the first bytes are those that each format's description demands. */
class ForeignFileTest {
    @TempDir
    Path folder;

    private void assertRefused(byte[] bytes, String... mentions) throws IOException {
        Path file = Files.write(folder.resolve("weights.pth"), bytes);
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isExactlyInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContainingAll(mentions)
                .message()
                .doesNotContain("\n")
                .doesNotEndWith("…");
    }

    /** Escapes as Java has them; bytes are Latin-1. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version https://git-lfs.github.com/spec/v1\\noid sha256:4d7a\\nsize 345\\n | a Git LFS pointer | git lfs pull",
                "<!DOCTYPE html>\\n<p>Not Found | a web page | browser",
                "\\n\\n  <HTML><body>x | a web page | browser",
                "ï»¿<!doctype HTML><p>x | a web page | browser",
                "<?xml version=\"1.0\"?>\\n<!DOCTYPE html PUBLIC \"x\"><html> | a web page | browser",
                "<?xml version=\"1.0\"?>\\n<Error><Code>AccessDenied</Code> | XML | download it again",
                "<Error><Code>AccessDenied</Code> | XML | download it again",
                "{\"error\": \"Repository not found\"} | JSON | download it again",
                "[{\"message\": 3}] | JSON | download it again",
                "{\"metadata\": {\"total_size\": 7}, \"weight_map\": {}} | the index of a checkpoint in parts | one file",
                "\\211HDF\\r\\n\\032\\n\\0\\0 | HDF5, as Keras | expected",
                "MATLAB 5.0 MAT-file, Platform: GLNXA64 | a MATLAB file | expected",
                "\\223NUMPY\\1\\0v\\0{'descr': '<f4'} | a NumPy array | numpy.savez",
                "\\034\\0\\0\\0TFL3\\24\\0 | a TensorFlow Lite model | expected",
                "\\b\\7\\022\\7pytorch\\032\\0052.1.0:x | an ONNX model | --interface (see docs/own-network.md)",
                "\\b\\6:\\207\\3\\n\\3\\n\\1x | an ONNX model | state dict",
                "GGUF\\3\\0\\0\\0 | a GGUF model | expected",
                "\\037\\213\\b\\0\\0 | a gzip archive | gunzip",
                "BZh91AY&SY | a bzip2 archive | unpack it",
                "ý7zXZ\\0\\0 | an xz archive | unpack it",
                "(µ/ý\\0 | a Zstandard archive | unpack it",
                "7z¼¯'\\034\\0\\4 | a 7z archive | 7z x",
                "Rar!\\032\\7\\1\\0 | a RAR archive | unrar",
                "ÿØÿà\\0\\020JFIF | a JPEG image | expected a safetensors, PyTorch, TensorFlow or NumPy",
                "II*\\0\\b\\0\\0\\0 | a TIFF image | expected",
                "GIF89a | an image | expected",
                "%PDF-1.7 | a PDF document | expected",
                "\\200\\4\\225\\1\\0\\0\\0\\0\\0\\0\\0}. | a plain Python pickle | torch.save"
            })
    void filesAreNamedForWhatTheyAre(String start, String what, String advice) throws IOException {
        byte[] bytes = start.translateEscapes().getBytes(StandardCharsets.ISO_8859_1);
        assertRefused(bytes, ": it is not a checkpoint but " + what, advice);
    }

    @Test
    void aTarArchiveSaysSoFarInside() throws IOException {
        byte[] tar = Arrays.copyOf("weights.pth".getBytes(StandardCharsets.US_ASCII), 1024);
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
        assertRefused(tar, "a tar archive; unpack it (`tar xf`)");
    }

    private static byte[] archive(String... names) {
        Map<String, byte[]> entries = new TreeMap<>();
        Arrays.stream(names).forEach(name -> entries.put(name, new byte[3]));
        return CheckpointBytes.archive(entries);
    }

    @Test
    void zipArchivesAreNamedForWhatTheyHold() throws IOException {
        assertRefused(
                archive("models/IFCNN-MEAN.pth", "models/README.md", "models/x.png"),
                "it is a zip archive that holds models/IFCNN-MEAN.pth and 2 more files; unpack it (`unzip`)");
        assertRefused(archive("a.ckpt"), "that holds a.ckpt; unpack");
        assertRefused(archive("config.json", "metadata.json", "model.weights.h5"), "a Keras model");
        assertRefused(
                archive("net/archive_format", "net/models/model.json"), "an exported PyTorch program", "state_dict");
        assertRefused(
                archive("net/constants.pkl", "net/data.pkl"),
                "it is a TorchScript archive",
                "--interface (see docs/own-network.md)",
                "torch.jit.load(");
    }

    /** {@code torch.save(model, …)}: the outermost object is of a class of the author's. */
    @Test
    void aWholeModelIsNamedAsSuchInBothContainers() throws IOException {
        byte[] whole = PickleBytes.protocol2()
                .global("models.ifcnn", "IFCNN")
                .op(")")
                .op(0x81)
                .op("}b")
                .end();
        String[] mentions = {
            "it is a whole model and not loaded: its pickle names models.ifcnn.IFCNN;",
            "python -c \"import torch; m = torch.load('FILE', map_location='cpu', weights_only=False);"
                    + " torch.save(m.state_dict(), 'weights.pth')\""
        };
        assertRefused(CheckpointBytes.zip(whole, Map.of()), mentions);
        assertRefused(CheckpointBytes.stream(whole, Map.of(), 4), mentions);
        byte[] old = PickleBytes.protocol2()
                .op("(")
                .text("module")
                .global("models.ifcnn", "IFCNN")
                .op("tQ.")
                .end();
        assertRefused(CheckpointBytes.stream(old, Map.of(), 4), mentions);
    }

    @Test
    void anObjectBesideTheTensorsIsNamedWithTheWayAroundIt() throws IOException {
        byte[] beside = PickleBytes.protocol2()
                .op("}(")
                .text("args")
                .global("argparse", "Namespace")
                .op(")Ru")
                .end();
        Path file = Files.write(folder.resolve("weights.pth"), CheckpointBytes.zip(beside, Map.of()));
        assertThatThrownBy(() -> Checkpoint.open(file))
                .hasMessageStartingWith(file + ": not loaded: its pickle names argparse.Namespace;")
                .hasMessageContaining("torch.save(m['state_dict'], 'weights.pth')");
        assertThat(ForeignFile.archive(java.util.List.of())).isEmpty();
    }
}
