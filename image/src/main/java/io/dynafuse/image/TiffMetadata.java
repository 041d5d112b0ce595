package io.dynafuse.image;

import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import io.dynafuse.image.TiffDirectory.Field;
import io.dynafuse.image.TiffExcerpt.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the directory of a TIFF holds besides the samples: the profile, XMP, IPTC, and entries that are Exif data. */
final class TiffMetadata {
    private static final int XMP = 700;
    private static final int IPTC = 33723;
    private static final int PHOTOSHOP = 34377;
    private static final byte IPTC_MARK = 0x1c;

    /** Entries of other fields that are important for the picture. */
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

    private final TiffDirectory directory;
    private final UnusedParts unused = new UnusedParts();
    private final ImageMetadata metadata;

    /** @param directory small enough to be held in memory */
    TiffMetadata(TiffDirectory directory) {
        this.directory = directory;
        Optional<Iptc.Resources> resources =
                bytes(PHOTOSHOP, "Photoshop resources").map(Iptc::resources);
        this.metadata = new ImageMetadata(
                bytes(TIFF.TAG_ICC_PROFILE, "ICC profile"),
                exif(),
                xmp(),
                iptc().or(() -> resources.flatMap(Iptc.Resources::iptc)));
        if (resources.filter(Iptc.Resources::others).isPresent()) {
            unused.add("Photoshop resources");
        }
        for (Field field : directory.fields()) {
            Optional.ofNullable(UNUSED.get(field.tag())).ifPresent(unused::add);
        }
    }

    ImageMetadata metadata() {
        return metadata;
    }

    /** As {@link Image#notes} says them. */
    List<String> notes() {
        return unused.notes();
    }

    /** These metadata as the fields of a new file's directory. */
    static ExifFields fields(WrittenMetadata metadata) {
        ExifFields fields =
                metadata.exif().map(ExifFields::of).orElseGet(() -> new ExifFields(ByteOrder.LITTLE_ENDIAN));
        put(fields, TIFF.TAG_ICC_PROFILE, TIFF.TYPE_UNDEFINED, metadata.iccProfile());
        put(fields, XMP, TIFF.TYPE_BYTE, metadata.xmp());
        put(fields, IPTC, TIFF.TYPE_UNDEFINED, metadata.iptc());
        return fields;
    }

    private static void put(ExifFields fields, int tag, int type, Optional<byte[]> bytes) {
        bytes.ifPresent(found -> fields.put(new Value(tag, type, found.length, found)));
    }

    private Optional<byte[]> exif() {
        ExifFields fields = ExifFields.of(directory);
        if (fields.hadMakerNotes()) {
            unused.add("camera's maker notes");
        }
        return fields.isEmpty() ? Optional.empty() : Optional.of(fields.bytes());
    }

    private Optional<byte[]> xmp() {
        Optional<byte[]> xmp = bytes(XMP, "XMP data");
        if (xmp.filter(data -> data.length > XmpRevision.LARGEST).isPresent()) {
            unused.add("XMP data of more than a megabyte");
            return Optional.empty();
        }
        return xmp;
    }

    /** Programs write bytes and declare them as 32-bit words; some changed the byte order of the words as if they were numbers. */
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

    private Optional<byte[]> bytes(int tag, String name) {
        Optional<Field> field = directory.field(tag).filter(found -> found.count() > 0);
        try {
            return field.isPresent()
                    ? Optional.of(directory.bytes(field.get(), field.get().count()))
                    : Optional.empty();
        } catch (IOException e) {
            unused.add(name);
            return Optional.empty();
        }
    }
}
