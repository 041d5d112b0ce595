package io.dynafuse.image;

import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.UnwritableFileException;
import io.dynafuse.image.Decoded.Pixels;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads and writes image files, and images in streams.
 *
 * <p>Reading: PNG, JPEG, TIFF, BMP, PNM and PFM, told apart by their content. Associated (premultiplied) alpha is divided out, a
 * transparent colour or palette entry becomes an alpha of 0, palettes and samples of fewer than 8 bits become 8-bit samples, 9 to 16 bits
 * become 16, the image is turned upright as the Exif or TIFF orientation says, and CMYK JPEGs become RGB. Apart from that, samples are
 * taken as stored: no profile or gamma is applied.
 */
public final class ImageFiles {
    private static final int LONGEST_SIGNATURE = 8;
    // Some decoders' messages list a whole palette.
    private static final int LONGEST_REASON = 160;

    private ImageFiles() {}

    /** Reads an image as {@link ReadOptions#DEFAULT} says; see {@link #read(Path, ReadOptions)}. */
    public static Image read(Path path) throws ImageException {
        return read(path, ReadOptions.DEFAULT);
    }

    /** Reads an image within limits; see {@link #read(Path, ReadOptions)}. */
    public static Image read(Path path, ReadLimits limits) throws ImageException {
        return read(path, ReadOptions.within(limits));
    }

    /**
     * Reads what the headers of a file say about its images, one for each page, without decoding them.
     *
     * @throws ImageException as {@link #read(Path, ReadOptions)} does if the headers show the reason, except where no page was chosen
     */
    public static List<ImageHeader> headers(Path path, ReadOptions options) throws ImageException {
        return reading(path.toString(), () -> headers(path, formatOf(path), options));
    }

    /**
     * How many images a file holds that can be fused with each other: the pages of a TIFF, the images of a PNM file; 1 for other formats.
     *
     * @throws ImageException if the file is missing, empty, not an image of a known format, or its pages cannot be told
     */
    public static int pageCount(Path path) throws ImageException {
        return reading(path.toString(), () -> switch (formatOf(path)) {
            case TIFF -> TiffFile.pageCount(path);
            case PNM -> Netpbm.headers(path, ReadLimits.NONE).size();
            default -> 1;
        });
    }

    /**
     * Reads what the header of a file says about the image that {@link #read(Path, ReadOptions)} would return, without decoding it.
     *
     * @throws ImageException as {@link #read(Path, ReadOptions)} does where the header shows the reason
     */
    public static ImageHeader header(Path path, ReadOptions options) throws ImageException {
        return reading(path.toString(), () -> {
            ImageFormat format = formatOf(path);
            if (format == ImageFormat.TIFF) {
                return TiffFile.header(path, options);
            }
            List<ImageHeader> headers = headers(path, format, options);
            return headers.get(PageChoice.of(options.page(), headers.size()) - 1);
        });
    }

    /**
     * Reads an image. {@link Image#notes} lists the parts of its file that are not used.
     *
     * @throws ImageException if the file is missing, cut short, damaged, larger than the limits, not an image of a known format,
     *     named like another format, or holds samples that an {@link Image} cannot hold
     */
    public static Image read(Path path, ReadOptions options) throws ImageException {
        return reading(path.toString(), () -> image(decode(path, formatOf(path), options)));
    }

    /**
     * Reads an image of any of the formats from a stream, such as an upload, to its end. What comes is kept in a temporary file meanwhile, as
     * formats are read here and there.
     *
     * @param input not closed
     * @param name what messages call it
     * @throws ImageException if the stream is broken off, holds more than an image within the limits can take, or for the reasons of
     * {@link #read(Path,
     *     ReadOptions)}, names of files aside
     */
    public static Image read(InputStream input, String name, ReadOptions options) throws ImageException {
        return reading(name, () -> {
            Path file = Files.createTempFile("dynafuse-stream", "");
            try {
                copy(input, file, options.limits());
                return image(decode(file, formatOf(file), options));
            } finally {
                Files.delete(file);
            }
        });
    }

    private static void copy(InputStream input, Path file, ReadLimits limits) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long most = limits.maximumBytes();
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                most -= read;
                if (most < 0) {
                    throw new Refusal("holds more bytes than any image of " + limits.megapixels()
                            + " megapixels; --max-megapixels raises the limit");
                }
                out.write(buffer, 0, read);
            }
        }
    }

    private interface Reading<T> {
        T run() throws IOException;
    }

    private static <T> T reading(String name, Reading<T> work) throws ImageException {
        try {
            return work.run();
        } catch (Refusal e) {
            throw new ImageException(name, e.getMessage(), e);
        } catch (EOFException e) {
            throw new ImageException(name, "is cut short; get a whole copy", e);
        } catch (OutOfMemoryError e) {
            throw new ImageException(name, "needs more memory than there is; give the JVM more with -Xmx", e);
        } catch (IOException | RuntimeException | AssertionError | StackOverflowError e) {
            // Decoders throw exceptions of every kind for damaged files.
            throw new ImageException(
                    name, "cannot be decoded (" + reason(e) + "); get a whole copy or save it anew", e);
        }
    }

    /**
     * Reads images of one scene, which must be of one size.
     *
     * @param paths one or more
     * @throws ImageException if one cannot be read or has no data, or their sizes differ; the message names the file
     */
    public static List<Image> readRegistered(List<Path> paths, ReadOptions options) throws ImageException {
        List<ImageHeader> headers = new ArrayList<>();
        for (Path path : paths) {
            headers.add(header(path, options));
        }
        requireOneSize(paths, headers);
        List<Image> images = new ArrayList<>();
        for (Path path : paths) {
            Image image = read(path, options);
            requireData(path, image);
            images.add(image);
        }
        return images;
    }

    /**
     * Checks that an image shows anything.
     *
     * @throws ImageException if no pixel has data; the message names the file
     */
    public static void requireData(Path path, Image image) throws ImageException {
        if (!image.hasData()) {
            throw new ImageException(
                    path, "has no data, its alpha being 0 at every pixel; expected an image that shows something");
        }
    }

    private static void requireOneSize(List<Path> paths, List<ImageHeader> headers) throws ImageException {
        for (int i = 1; i < headers.size(); i++) {
            String size = headers.get(i).size();
            String first = headers.get(0).size();
            if (!size.equals(first)) {
                throw new ImageException(
                        paths.get(i),
                        "is " + size + ", but " + paths.get(0) + " is " + first
                                + "; expected registered images of one size");
            }
        }
    }

    /**
     * Writes an image atomically, in the format that the extension of its name stands for. Samples deeper than the format can hold are
     * rounded to the greatest depth it can, and an image with alpha is laid over black in a format without alpha. The profile, Exif, XMP
     * and IPTC data are written too, except for what {@link #notCarried} says, and adapted to this image: sizes are rewritten, the
     * orientation is upright, and the thumbnail and what describes the samples of the old file are removed.
     *
     * @throws ImageException if the extension is not that of a format that can be written
     * @throws UnwritableFileException if the file cannot be written
     */
    public static void write(Image image, Path path) throws ImageException, UnwritableFileException {
        try (AtomicFile file = prepare(image, path)) {
            file.commit();
        }
    }

    /** Writes an image as {@link #write(Image, Path)} does, but leaves it to the caller to commit the file. */
    public static AtomicFile prepare(Image image, Path path) throws ImageException, UnwritableFileException {
        return prepare(image, path, WriteOptions.DEFAULT);
    }

    /** Writes an image as {@link #write(Image, Path)} does, in the way chosen, but leaves it to the caller to commit the file. */
    public static AtomicFile prepare(Image image, Path path, WriteOptions options)
            throws ImageException, UnwritableFileException {
        ImageFormat format = ImageFormat.forWriting(path);
        return AtomicFile.prepare(path, out -> write(image, out, format, options));
    }

    /**
     * Writes an image to a stream as {@link #write(Image, Path)} writes it to a file.
     *
     * @param out not closed
     * @throws IllegalArgumentException if the format is none that can be written
     * @throws IOException if the stream takes it not
     */
    public static void write(Image image, OutputStream out, ImageFormat format, WriteOptions options)
            throws IOException {
        Image written = format.alphaIsWritten() ? image : image.overBlack();
        OutputStream buffered = new BufferedOutputStream(out);
        switch (format) {
            case PNG -> PngWriter.write(written, options, buffered);
            case JPEG -> JpegFile.write(written, options, buffered);
            case TIFF -> TiffFile.write(written, buffered);
            case PFM -> Netpbm.write(written, buffered);
            default -> throw new IllegalArgumentException("expected a format that can be written, found " + format);
        }
        buffered.flush();
    }

    /** Writes an image to a stream; see {@link #write(Image, OutputStream, ImageFormat, WriteOptions)}. */
    public static void write(Image image, OutputStream out, ImageFormat format) throws IOException {
        write(image, out, format, WriteOptions.DEFAULT);
    }

    /**
     * What an image has that a file of this format will not have, one line each, such as "leaves out IPTC data (PNG has no place for it)"; for
     * the depth of the samples see {@link ImageFormat#depthFor}.
     */
    public static List<String> notCarried(Image image, ImageFormat format) {
        List<String> notes = new ArrayList<>();
        if (!image.isOpaque() && !format.alphaIsWritten()) {
            notes.add("what is transparent is black (" + format + " has no place for transparency; PNG and TIFF have)");
        }
        WrittenMetadata.of(image, format).note().ifPresent(notes::add);
        return notes;
    }

    private static String reason(Throwable e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return message.length() <= LONGEST_REASON ? message : message.substring(0, LONGEST_REASON) + "...";
    }

    private static Decoded decode(Path path, ImageFormat format, ReadOptions options) throws IOException {
        return switch (format) {
            case PNG -> PngFile.read(path, options.limits());
            case JPEG -> JpegFile.read(path, options.limits());
            case TIFF -> TiffFile.read(path, options);
            case BMP -> BmpFile.read(path, options.limits());
            case PNM, PFM -> Netpbm.read(path, options);
        };
    }

    private static List<ImageHeader> headers(Path path, ImageFormat format, ReadOptions options) throws IOException {
        return switch (format) {
            case PNG -> List.of(PngFile.header(path, options.limits()));
            case JPEG -> List.of(JpegFile.header(path, options.limits()));
            case TIFF -> TiffFile.headers(path, options);
            case BMP -> List.of(BmpFile.header(path, options.limits()));
            case PNM, PFM -> Netpbm.headers(path, options.limits());
        };
    }

    private static Image image(Decoded decoded) {
        Pixels upright = Orientation.of(decoded.orientation()).upright(decoded.pixels());
        return new Image(upright, decoded.metadata().upright(), decoded.notes());
    }

    private static ImageFormat formatOf(Path path) throws IOException {
        requireFile(path);
        ImageFormat format = ImageFormat.ofContent(start(path))
                .orElseThrow(() -> new Refusal("holds no image of the kinds "
                        + Stream.of(ImageFormat.values()).map(Enum::name).collect(Collectors.joining(", "))));
        Optional<ImageFormat> named = ImageFormat.ofName(path);
        if (named.isPresent() && named.get() != format) {
            throw new Refusal(
                    "holds a " + format + " image, not a " + named.get() + "; rename it to " + renamed(path, format));
        }
        return format;
    }

    private static void requireFile(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new Refusal("there is no such file");
        }
        if (Files.isDirectory(path)) {
            throw new Refusal("is a folder; name an image file in it");
        }
        if (!Files.isRegularFile(path)) {
            throw new Refusal("is not a regular file");
        }
        if (!Files.isReadable(path)) {
            throw new Refusal("is closed to reading");
        }
        if (Files.size(path) == 0) {
            throw new Refusal("is empty; expected an image");
        }
    }

    private static byte[] start(Path path) throws IOException {
        try (InputStream input = Files.newInputStream(path)) {
            return input.readNBytes(LONGEST_SIGNATURE);
        }
    }

    private static String renamed(Path path, ImageFormat format) {
        String name = path.getFileName().toString();
        return name.substring(0, name.lastIndexOf('.') + 1)
                + format.extensions().get(0);
    }
}
