package io.dynafuse.image;

import com.twelvemonkeys.imageio.metadata.Directory;
import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFEntry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the directory of a TIFF says besides the samples: the profile, XMP, IPTC, and entries that are Exif data. */
final class TiffMetadata {
    private static final int XMP = 700;
    private static final int IPTC = 33723;
    private static final int PHOTOSHOP = 34377;
    private static final byte IPTC_MARK = 0x1c;

    /** Entries of other fields that say much about the picture. */
    private static final Map<Integer, String> UNUSED = Map.of(
            33550, "geographic reference",
            33922, "geographic reference",
            34264, "geographic reference",
            34735, "geographic reference",
            42112, "GDAL metadata",
            42113, "GDAL value for no data",
            37724, "Photoshop layers",
            50838, "ImageJ metadata",
            50839, "ImageJ metadata");

    private final Directory directory;
    private final ByteOrder order;
    private final UnusedParts unused = new UnusedParts();
    private final ImageMetadata metadata;

    /** @param order of the file's bytes */
    TiffMetadata(Directory directory, ByteOrder order) {
        this.directory = directory;
        this.order = order;
        Optional<byte[]> resources = bytes(PHOTOSHOP, "Photoshop resources");
        Optional<byte[]> inResources = resources.map(Iptc::resources).flatMap(Iptc.Resources::iptc);
        this.metadata = new ImageMetadata(
                bytes(TIFF.TAG_ICC_PROFILE, "ICC profile"), exif(), xmp(), iptc().or(() -> inResources));
        if (resources.map(Iptc::resources).filter(Iptc.Resources::others).isPresent()) {
            unused.add("Photoshop resources");
        }
        for (Entry entry : directory) {
            Optional.ofNullable(UNUSED.get(entry.getIdentifier())).ifPresent(unused::add);
        }
    }

    ImageMetadata metadata() {
        return metadata;
    }

    /** As {@link Image#notes} says them. */
    List<String> notes() {
        return unused.notes();
    }

    static List<Entry> entries(WrittenMetadata metadata) {
        List<Entry> entries = new ArrayList<>();
        metadata.iccProfile()
                .ifPresent(profile -> entries.add(new TIFFEntry(TIFF.TAG_ICC_PROFILE, TIFF.TYPE_UNDEFINED, profile)));
        metadata.exif().ifPresent(exif -> entries.addAll(ExifEntries.of(exif)));
        metadata.xmp().ifPresent(xmp -> entries.add(new TIFFEntry(XMP, TIFF.TYPE_BYTE, xmp)));
        metadata.iptc().ifPresent(iptc -> entries.add(new TIFFEntry(IPTC, TIFF.TYPE_UNDEFINED, iptc)));
        return entries;
    }

    private Optional<byte[]> exif() {
        if (ExifEntries.haveMakerNotes(directory)) {
            unused.add("camera's maker notes");
        }
        return ExifEntries.gather(directory);
    }

    private Optional<byte[]> xmp() {
        Optional<byte[]> xmp = bytes(XMP, "XMP data");
        if (xmp.filter(data -> data.length > XmpRevision.LARGEST).isPresent()) {
            unused.add("XMP data of more than a megabyte");
            return Optional.empty();
        }
        return xmp;
    }

    /** Programs write the bytes, and call them whole words; some turned the words round as if they were numbers. */
    private Optional<byte[]> iptc() {
        return bytes(IPTC, "IPTC data").map(data -> data[0] == IPTC_MARK ? data : turned(data));
    }

    private static byte[] turned(byte[] data) {
        ByteBuffer words = ByteBuffer.wrap(data).order(ByteOrder.BIG_ENDIAN);
        ByteBuffer turned = ByteBuffer.allocate(data.length / 4 * 4).order(ByteOrder.LITTLE_ENDIAN);
        while (turned.hasRemaining()) {
            turned.putInt(words.getInt());
        }
        return turned.position() > 0 && turned.get(0) == IPTC_MARK ? turned.array() : data;
    }

    /** The bytes of an entry as they lie in the file. */
    private Optional<byte[]> bytes(int tag, String name) {
        Entry entry = directory.getEntryById(tag);
        if (entry == null) {
            return Optional.empty();
        }
        Object value = entry.getValue();
        byte[] bytes = {};
        if (value instanceof byte[] stored) {
            bytes = stored;
        } else if (value instanceof int[] words) {
            bytes = inFile(Arrays.stream(words).asLongStream().toArray());
        } else if (value instanceof long[] words) {
            bytes = inFile(words);
        }
        if (bytes.length == 0) {
            unused.add(name);
        }
        return Optional.of(bytes).filter(stored -> stored.length > 0);
    }

    private byte[] inFile(long[] words) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * words.length).order(order);
        for (long word : words) {
            bytes.putInt((int) word);
        }
        return bytes.array();
    }
}
