package io.dynafuse.image;

import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import io.dynafuse.image.TiffDirectory.Field;
import io.dynafuse.image.TiffExcerpt.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Exif data as fields of a TIFF file's directory, the one that also describes the samples. Values stay as they are stored, in the byte
 * order of their origin, as the meaning of some depends on it.
 */
final class ExifFields {
    /** The fields about how the image was taken, not about the layout of its samples in one file. */
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
            TIFF.TAG_COPYRIGHT);

    private static final List<Integer> INNER = List.of(TIFF.TAG_EXIF_IFD, TIFF.TAG_GPS_IFD);
    private static final Set<Integer> UNMOVABLE = Set.of(TIFF.TAG_INTEROP_IFD, ExifRevision.MAKER_NOTES);
    private static final int HEADER = 8;

    private final ByteOrder order;
    private final SortedMap<Integer, Value> main = new TreeMap<>();
    private final Map<Integer, List<Value>> inner = new TreeMap<>();
    private boolean makerNotes;

    ExifFields(ByteOrder order) {
        this.order = order;
    }

    /** The fields of revised Exif data, in which everything that they refer to exists. */
    static ExifFields of(byte[] exif) {
        ByteBuffer data = Exif.buffer(exif);
        ExifFields fields = new ExifFields(data.order());
        values(data, data.getInt(4)).values().stream()
                .filter(value -> TAGS.contains(value.tag()))
                .forEach(fields::put);
        for (int tag : INNER) {
            Optional.ofNullable(values(data, data.getInt(4)).get(tag))
                    .map(pointer -> values(
                            data,
                            ByteBuffer.wrap(pointer.bytes()).order(data.order()).getInt(0)))
                    .ifPresent(found -> fields.putInner(tag, found));
        }
        return fields;
    }

    private static SortedMap<Integer, Value> values(ByteBuffer data, int directory) {
        SortedMap<Integer, Value> values = new TreeMap<>();
        int count = Short.toUnsignedInt(data.getShort(directory));
        for (int entry = directory + 2; entry < directory + 2 + 12 * count; entry += 12) {
            int type = data.getShort(entry + 2);
            int number = data.getInt(entry + 4);
            byte[] bytes = new byte[(int) new Field(0, type, number, 0).byteSize()];
            data.get(bytes.length <= 4 ? entry + 8 : data.getInt(entry + 8), bytes);
            int tag = Short.toUnsignedInt(data.getShort(entry));
            values.putIfAbsent(tag, new Value(tag, type, number, bytes));
        }
        return values;
    }

    /** The Exif data among the fields of a TIFF; unreadable ones are left out, as cameras often write broken ones. */
    static ExifFields of(TiffDirectory directory) {
        ExifFields fields = new ExifFields(directory.order());
        values(directory).values().stream()
                .filter(value -> TAGS.contains(value.tag()))
                .forEach(fields::put);
        for (int tag : INNER) {
            try {
                Optional<TiffDirectory> found = directory.inner(tag);
                found.ifPresent(one -> fields.putInner(tag, values(one)));
            } catch (IOException e) {
                fields.inner.remove(tag);
            }
        }
        return fields;
    }

    private static SortedMap<Integer, Value> values(TiffDirectory directory) {
        SortedMap<Integer, Value> values = new TreeMap<>();
        for (Field field : directory.fields()) {
            try {
                // Exif does not know the types of BigTIFF.
                if (field.type() <= TIFF.TYPE_IFD) {
                    byte[] bytes = directory.bytes(field, field.count());
                    values.put(field.tag(), new Value(field.tag(), field.type(), field.count(), bytes));
                }
            } catch (IOException | ArithmeticException e) {
                values.remove(field.tag());
            }
        }
        return values;
    }

    /** Adds a field to the main directory. */
    void put(Value value) {
        main.put(value.tag(), value);
    }

    private void putInner(int tag, SortedMap<Integer, Value> values) {
        makerNotes |= values.containsKey(ExifRevision.MAKER_NOTES);
        List<Value> movable = values.values().stream()
                .filter(value -> !UNMOVABLE.contains(value.tag()))
                .toList();
        if (!movable.isEmpty()) {
            inner.put(tag, movable);
        }
    }

    ByteOrder order() {
        return order;
    }

    boolean isEmpty() {
        return main.isEmpty() && inner.isEmpty();
    }

    /** Whether there were maker notes, whose form only the camera's maker knows; they are removed, as they break when they are moved. */
    boolean hadMakerNotes() {
        return makerNotes;
    }

    /** A TIFF structure of all fields, without the samples. */
    byte[] bytes() {
        Map<Integer, byte[]> directories = new TreeMap<>();
        inner.keySet().forEach(tag -> main.put(tag, Value.of(tag, false, order, 0)));
        long end = HEADER + mainDirectory().length;
        for (Map.Entry<Integer, List<Value>> directory : inner.entrySet()) {
            byte[] bytes = TiffExcerpt.directory(false, order, directory.getValue(), end);
            directories.put(directory.getKey(), bytes);
            main.put(directory.getKey(), Value.of(directory.getKey(), false, order, end));
            end += bytes.length;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(TiffExcerpt.header(false, order, HEADER));
        all.writeBytes(mainDirectory());
        directories.values().forEach(all::writeBytes);
        return all.toByteArray();
    }

    private byte[] mainDirectory() {
        return TiffExcerpt.directory(false, order, new ArrayList<>(main.values()), HEADER);
    }
}
