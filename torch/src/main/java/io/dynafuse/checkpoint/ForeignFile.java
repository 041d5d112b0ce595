package io.dynafuse.checkpoint;

import io.dynafuse.files.OneLine;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Files that users mistake for checkpoints: how they begin, what they are, and how to get a checkpoint from them. */
public enum ForeignFile {
    LFS_POINTER(
            "version https://git-lfs\\.github\\.com/spec/",
            "a Git LFS pointer, which stands for the file in a repository; fetch that by `git lfs pull` in the repository, or by its"
                    + " download link"),
    WEB_PAGE(
            "(?i)(<!--.*?-->\\s*)?(<\\?xml[^>]*>\\s*)?(<!doctype html|<html|<head|<body)",
            "a web page, as links give that want a click or a login first; open the link in a browser and download the file"
                    + " itself (from Google Drive: `gdown`)"),
    XML("<\\?xml|<[A-Za-z]+>", "XML, as servers answer instead of a file that they refuse; download it again"),
    SPLIT("\\{.{0,400}\"weight_map\"", "the index of a checkpoint in parts; expected all tensors in one file"),
    JSON(
            "\\{\\s*[\"}]|\\[\\s*[\\[{\"\\]]",
            "JSON, as servers answer instead of a file that they refuse; download it again"),
    HDF5(
            "\\x89HDF\\r\\n\\x1a\\n",
            "HDF5, as Keras and MATLAB write it; expected the network's PyTorch checkpoint, or its tensors saved by"
                    + " safetensors.numpy.save_file"),
    MATLAB("MATLAB \\d", "a MATLAB file; expected its tensors saved by safetensors.numpy.save_file"),
    NUMPY("\\x93NUMPY", "a NumPy array, which has no name; expected all tensors by their names, saved by numpy.savez"),
    TFLITE(".{4}TFL\\d", "a TensorFlow Lite model; expected the network's PyTorch checkpoint"),
    ONNX(
            // The version of the format, then who wrote it, what it is for, or the graph.
            "\\x08[\\x01-\\x20](\\x12(.[\\x20-\\x7e]|\\x00)|[\\x1a\\x22\\x28\\x32\\x3a\\x42])",
            "an ONNX model, whose tensors have lost their names; fuse with it by --interface (see docs/own-network.md), or"
                    + " take the state dict that it was exported from"),
    TENSORFLOW(
            "\\x08\\x01\\x12[^\\x20-\\x7e]|\\x0a.{1,3}\\x0a.{1,60}\\x12.(Placeholder|Const)",
            "a TensorFlow graph; expected the checkpoint beside it, a .index and a .data file"),
    GGUF("GGUF|GGML|ggml", "a GGUF model; expected a safetensors or PyTorch checkpoint"),
    GZIP("\\x1f\\x8b", "a gzip archive; unpack it (`gunzip`, or `tar xf`)"),
    BZIP2("BZh\\d", "a bzip2 archive; unpack it (`bunzip2`, or `tar xf`)"),
    XZ("\\xfd7zXZ\\x00", "an xz archive; unpack it (`unxz`, or `tar xf`)"),
    ZSTD("\\x28\\xb5\\x2f\\xfd", "a Zstandard archive; unpack it (`unzstd`)"),
    SEVEN_ZIP("7z\\xbc\\xaf\\x27\\x1c", "a 7z archive; unpack it (`7z x`)"),
    RAR("Rar!\\x1a\\x07", "a RAR archive; unpack it (`unrar x`)"),
    TAR(".{257}ustar", "a tar archive; unpack it (`tar xf`)"),
    PNG("\\x89PNG\\r\\n", "a PNG image; expected " + Checkpoint.EXPECTED),
    JPEG("\\xff\\xd8\\xff", "a JPEG image; expected " + Checkpoint.EXPECTED),
    TIFF("II\\*\\x00|MM\\x00\\*", "a TIFF image; expected " + Checkpoint.EXPECTED),
    OTHER_IMAGE("GIF8|BM.{4}\\x00{4}|RIFF.{4}WEBP", "an image; expected " + Checkpoint.EXPECTED),
    PDF("%PDF-", "a PDF document; expected " + Checkpoint.EXPECTED),
    PICKLE(
            "\\x80[\\x02-\\x05]",
            "a plain Python pickle, which torch.save did not write; where its code is at hand, save its tensors: torch.save({name:"
                    + " torch.as_tensor(value), …}, 'weights.pth')");

    private static final Pattern CHECKPOINT_NAME = Pattern.compile(".*\\.(pth|pt|pkl|ckpt|safetensors|bin|tar)");
    private static final Pattern KERAS_NAME = Pattern.compile(".*\\.weights\\.h5");
    private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

    private final Pattern start;
    private final String meaning;

    ForeignFile(String start, String meaning) {
        this.start = Pattern.compile(start, Pattern.DOTALL);
        this.meaning = meaning;
    }

    /** The kind of a file that begins with these bytes and is not a checkpoint, if it is known. */
    public static Optional<ForeignFile> of(byte[] start) {
        String bytes = new String(start, StandardCharsets.ISO_8859_1);
        String text = (bytes.startsWith(BYTE_ORDER_MARK) ? bytes.substring(BYTE_ORDER_MARK.length()) : bytes).strip();
        return Arrays.stream(values())
                .filter(kind -> kind.start.matcher(bytes).lookingAt()
                        || kind.start.matcher(text).lookingAt())
                .findFirst();
    }

    /** What the file is, and what to do about it. */
    String words() {
        return "it is not a checkpoint but " + meaning;
    }

    /**
     * The kind of a zip archive that is not a checkpoint, if it is known.
     *
     * @param names of its entries
     */
    static Optional<String> archive(List<String> names) {
        List<String> files = names.stream().filter(name -> !name.endsWith("/")).toList();
        if (files.isEmpty()) {
            return Optional.empty();
        }
        if (files.stream().anyMatch(name -> KERAS_NAME.matcher(name).matches())) {
            return Optional.of("it is not a checkpoint but a Keras model; expected the network's PyTorch checkpoint");
        }
        if (files.stream()
                .anyMatch(
                        name -> name.endsWith("archive_format") || name.endsWith("serialized_exported_program.json"))) {
            return Optional.of("it is an exported PyTorch program; expected a state dict: python -c \"import torch;"
                    + " torch.save(dict(torch.export.load('FILE').state_dict), 'weights.pth')\"");
        }
        return files.stream()
                .filter(name ->
                        CHECKPOINT_NAME.matcher(name.toLowerCase(Locale.ROOT)).matches())
                .filter(name -> !name.endsWith("data.pkl"))
                .findFirst()
                .map(name -> "it is a zip archive that holds " + OneLine.brief(name)
                        + (files.size() == 1 ? "" : " and " + (files.size() - 1) + " more files")
                        + "; unpack it (`unzip`) and name the checkpoint itself");
    }
}
