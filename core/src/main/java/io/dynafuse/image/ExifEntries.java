package io.dynafuse.image;

import com.twelvemonkeys.imageio.metadata.Directory;
import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.tiff.IFD;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFEntry;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Exif data inside a TIFF file, where they are entries of the directory that also describes the samples. */
final class ExifEntries {
    /** What is told about the taking of the image, not about the layout of its samples in one file. */
    private static final Set<Integer> TAGS = Set.of(
            TIFF.TAG_IMAGE_DESCRIPTION,
            TIFF.TAG_MAKE,
            TIFF.TAG_MODEL,
            TIFF.TAG_X_RESOLUTION,
            TIFF.TAG_Y_RESOLUTION,
            TIFF.TAG_RESOLUTION_UNIT,
            TIFF.TAG_SOFTWARE,
            TIFF.TAG_DATE_TIME,
            TIFF.TAG_ARTIST,
            TIFF.TAG_COPYRIGHT,
            TIFF.TAG_EXIF_IFD,
            TIFF.TAG_GPS_IFD);

    private ExifEntries() {}

    /** The entries of Exif data; none where they cannot be understood. */
    static List<Entry> of(byte[] exif) {
        try (ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(exif))) {
            return chosen(new TIFFReader().read(input));
        } catch (IOException | RuntimeException e) {
            // Exif data of cameras are often broken, which must not keep the image itself from being written.
            return List.of();
        }
    }

    /** The Exif data of a TIFF file's directory. */
    static Optional<byte[]> gather(Directory directory) {
        List<Entry> entries = chosen(directory);
        try {
            return entries.isEmpty() ? Optional.empty() : Optional.of(bytes(entries));
        } catch (IOException | RuntimeException e) {
            // As above: an entry of an unknown type must not keep the image from being read.
            return Optional.empty();
        }
    }

    /** Whether there are notes whose form only the camera's maker knows; they do not survive being moved. */
    static boolean haveMakerNotes(Directory directory) {
        Entry exif = directory.getEntryById(TIFF.TAG_EXIF_IFD);
        return exif != null
                && exif.getValue() instanceof Directory inner
                && inner.getEntryById(ExifRevision.MAKER_NOTES) != null;
    }

    /** A TIFF structure of these entries, in little-endian order. */
    static byte[] bytes(List<Entry> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
            output.setByteOrder(ByteOrder.LITTLE_ENDIAN);
            new TIFFWriter().write(entries, output);
        }
        return bytes.toByteArray();
    }

    private static List<Entry> chosen(Directory directory) {
        return readable(directory).stream()
                .filter(entry -> TAGS.contains(entry.getIdentifier()))
                .toList();
    }

    /** The reader puts an exception where a value could not be read. */
    private static List<Entry> readable(Directory directory) {
        List<Entry> entries = new ArrayList<>();
        for (Entry entry : directory) {
            if (entry.getIdentifier().equals(ExifRevision.MAKER_NOTES)) {
                continue;
            }
            if (entry.getValue() instanceof Directory inner) {
                entries.add(new TIFFEntry((Integer) entry.getIdentifier(), TIFF.TYPE_LONG, new IFD(readable(inner))));
            } else if (entry.getValue() != null && !(entry.getValue() instanceof Exception)) {
                entries.add(entry);
            }
        }
        return entries;
    }
}
