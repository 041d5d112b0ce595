package io.dynafuse.scenes;

import io.dynafuse.files.OneLine;
import io.dynafuse.files.Sha256;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ImageFormat;
import io.dynafuse.image.ReadOptions;
import io.dynafuse.image.Region;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The sharp photographs of a folder, from which scenes are made. As many as fit into a quarter of the Java heap are kept in memory, the
 * others are read each time. Several threads may use it.
 */
public final class Photographs {
    private static final int SMALLEST = 32;
    // The data of a photograph in a scene: its samples as floats, and three planes of light with their coverage.
    private static final long BYTES_PER_PIXEL = 28;

    private final List<Path> files;
    private final Map<Path, Image> kept;
    private final ReadOptions reading;
    private final long heapBytes;

    private Photographs(List<Path> files, Map<Path, Image> kept, ReadOptions reading, long heapBytes) {
        this.files = List.copyOf(files);
        this.kept = Map.copyOf(kept);
        this.reading = reading;
        this.heapBytes = heapBytes;
    }

    /** Is notified while photographs are read for the first time. */
    @FunctionalInterface
    public interface Listener {
        /** @param line names an image that cannot be used, and says why */
        void passedOver(String line);

        /**
         * Is notified of the progress.
         *
         * @param done the number of images read so far
         * @param all the number of all images
         */
        default void read(int done, int all) {}
    }

    /**
     * Reads every image of a folder once, without those in its subfolders. Images under 32 pixels a side, images with transparent parts,
     * and images of a single colour cannot be used.
     *
     * @throws IOException if the folder cannot be listed, or holds no image that can be used
     */
    public static Photographs open(Path folder, ReadOptions reading, Listener listener) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(folder + ": " + (Files.exists(folder) ? "is no folder" : "there is no such folder")
                    + "; expected one of photographs");
        }
        long room = Runtime.getRuntime().maxMemory() / 4;
        long most = 0;
        int read = 0;
        List<Path> good = new ArrayList<>();
        Map<Path, Image> kept = new HashMap<>();
        List<Path> listed = listed(folder);
        for (Path file : listed) {
            try {
                Image image = read(file, reading);
                good.add(file);
                boolean keep = image.byteSize() <= room;
                if (keep) {
                    room -= image.byteSize();
                    kept.put(file, image);
                }
                most = Math.max(most, heapBytes(image, keep));
            } catch (IOException e) {
                listener.passedOver(OneLine.of(e));
            }
            read++;
            listener.read(read, listed.size());
        }
        if (good.isEmpty()) {
            throw new IOException(folder + ": holds no image that can be used, of " + listed.size()
                    + "; expected photographs of " + SMALLEST + " pixels a side or more");
        }
        return new Photographs(good, kept, reading, most);
    }

    private static long heapBytes(Image image, boolean kept) {
        long pixels = (long) image.width() * image.height();
        return BYTES_PER_PIXEL * pixels + (kept ? 0 : image.byteSize());
    }

    private static List<Path> listed(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(file ->
                            !Files.isDirectory(file) && ImageFormat.ofName(file).isPresent())
                    .sorted(Comparator.comparing(file -> file.getFileName().toString()))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (AccessDeniedException e) {
            throw new IOException(folder + ": is closed to reading", e);
        }
    }

    private static Image read(Path file, ReadOptions reading) throws IOException {
        Image image = ImageFiles.read(file, reading);
        if (Math.min(image.width(), image.height()) < SMALLEST) {
            throw new IOException(file + ": is " + image.width() + "x" + image.height() + "; expected a photograph of "
                    + SMALLEST + " pixels a side or more");
        }
        if (!image.isOpaque()) {
            throw new IOException(file + ": is transparent somewhere; expected an opaque photograph");
        }
        if (isEven(image)) {
            throw new IOException(file + ": is one colour all over; expected a photograph that shows something");
        }
        return image;
    }

    /** Checked row by row, as all values at once would take much memory, and a photograph's first row usually decides. */
    private static boolean isEven(Image image) {
        float[] first = image.values(new Region(0, 0, 1, 1));
        for (int y = 0; y < image.height(); y++) {
            float[] row = image.values(new Region(0, y, image.width(), 1));
            for (int i = 0; i < row.length; i++) {
                if (row[i] != first[i / image.width()]) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The number of photographs. */
    public int count() {
        return files.size();
    }

    /** The approximate bytes of the Java heap that the largest photograph takes while a scene is made from it, without the scene itself. */
    public long heapBytesOfLargest() {
        return heapBytes;
    }

    /**
     * The SHA-256 digest of their names and their files' bytes, in lower-case hexadecimal digits, computed on every call: other
     * photographs have another digest.
     *
     * @throws IOException if a file cannot be read any more
     */
    public String sha256() throws IOException {
        MessageDigest all = Sha256.begin();
        for (Path file : files) {
            // Digests of one length each, so that names and files cannot be confused.
            all.update(Sha256.begin().digest(file.getFileName().toString().getBytes(StandardCharsets.UTF_8)));
            try (InputStream in = Files.newInputStream(file)) {
                all.update(Sha256.of(in));
            }
        }
        return Sha256.hex(all.digest());
    }

    /**
     * One photograph, in the order of their names.
     *
     * @throws UncheckedIOException if it was not kept and cannot be read any more
     */
    Image get(int number) {
        Path file = files.get(number);
        Image image = kept.get(file);
        if (image != null) {
            return image;
        }
        try {
            return read(file, reading);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
