package io.dynafuse.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The file formats of images: how their files are named and recognised, and what they can hold. */
public enum ImageFormat {
    PNG(List.of("png"), EnumSet.of(SampleDepth.BITS_8, SampleDepth.BITS_16), true),
    JPEG(List.of("jpg", "jpeg", "jpe", "jfif"), EnumSet.of(SampleDepth.BITS_8), false),
    TIFF(List.of("tif", "tiff"), EnumSet.allOf(SampleDepth.class), true),
    /** Read only. */
    BMP(List.of("bmp", "dib"), EnumSet.noneOf(SampleDepth.class), false),
    /** The integer formats of Netpbm: bitmap, graymap and pixmap, plain and raw; read only. */
    PNM(List.of("pnm", "pgm", "ppm", "pbm"), EnumSet.noneOf(SampleDepth.class), false),
    /** The portable float map, with samples in [0, 1]. */
    PFM(List.of("pfm"), EnumSet.of(SampleDepth.FLOAT_32), false);

    private final List<String> extensions;
    private final Set<SampleDepth> writableDepths;
    private final boolean alphaIsWritten;

    ImageFormat(List<String> extensions, Set<SampleDepth> writableDepths, boolean alphaIsWritten) {
        this.extensions = extensions;
        this.writableDepths = writableDepths;
        this.alphaIsWritten = alphaIsWritten;
    }

    /** The extensions of its files' names, in lower case and without the dot; the usual one first. */
    public List<String> extensions() {
        return extensions;
    }

    /** Whether one file may hold several images that can be fused with each other. */
    public boolean holdsPages() {
        return this == TIFF || this == PNM;
    }

    public boolean canBeWritten() {
        return !writableDepths.isEmpty();
    }

    /** Whether its files keep the alpha of images that are not opaque; in other formats images are laid over black. */
    public boolean alphaIsWritten() {
        return alphaIsWritten;
    }

    /** The depths that its files can be written in; none if it {@linkplain #canBeWritten cannot be written}. */
    public Set<SampleDepth> writableDepths() {
        return EnumSet.copyOf(writableDepths);
    }

    /** The depth that an image is written in: the least that loses nothing of {@code depth}, or else the greatest of this format. */
    public SampleDepth depthFor(SampleDepth depth) {
        SampleDepth chosen = depth;
        for (SampleDepth writable : writableDepths) {
            chosen = writable;
            if (writable.compareTo(depth) >= 0) {
                break;
            }
        }
        return chosen;
    }

    /**
     * The format of a file to be written, by the extension of its name.
     *
     * @throws ImageException if the extension is none of a format that can be written
     */
    public static ImageFormat forWriting(Path path) throws ImageException {
        return ofName(path)
                .filter(ImageFormat::canBeWritten)
                .orElseThrow(
                        () -> new ImageException(path, "cannot be written as an image; name it " + writableNames()));
    }

    /** The format that the extension of a file's name stands for. */
    public static Optional<ImageFormat> ofName(Path path) {
        String name = path.getFileName() == null ? "" : path.getFileName().toString();
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> name.contains(".") && format.extensions.contains(extension))
                .findFirst();
    }

    /** The format of a file that starts with these bytes; eight are enough. */
    public static Optional<ImageFormat> ofContent(byte[] start) {
        ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(start, 8));
        String text = new String(bytes.array(), StandardCharsets.ISO_8859_1);
        if (bytes.getLong(0) == PngFile.SIGNATURE) {
            return Optional.of(PNG);
        }
        if (text.startsWith("\u00ff\u00d8\u00ff")) {
            return Optional.of(JPEG);
        }
        // 42 is TIFF, 43 BigTIFF.
        if (text.matches("(?s)(II[*+]\0|MM\0[*+]).*")) {
            return Optional.of(TIFF);
        }
        if (text.startsWith("BM")) {
            return Optional.of(BMP);
        }
        if (text.matches("(?s)P[1-6][\\s#].*")) {
            return Optional.of(PNM);
        }
        return text.matches("(?s)P[Ff]\\s.*") ? Optional.of(PFM) : Optional.empty();
    }

    private static String writableNames() {
        return Arrays.stream(values())
                .filter(ImageFormat::canBeWritten)
                .map(format -> "*." + format.extensions.get(0))
                .collect(Collectors.joining(", "));
    }
}
