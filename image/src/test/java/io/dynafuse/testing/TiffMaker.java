package io.dynafuse.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A TIFF put together field by field: pages in a chain, classic or BigTIFF, in either byte order. */
public final class TiffMaker {
    private static final int SHORT = 3;
    private static final int PROFILE = 34675;
    private static final int UNDEFINED = 7;
    private static final int LONG = 4;
    private static final int LONG_8 = 16;

    private final ByteOrder order;
    private final boolean big;
    private final List<Page> pages = new ArrayList<>();
    private long afterLast;

    /** @param big whether it is a BigTIFF */
    public TiffMaker(ByteOrder order, boolean big) {
        this.order = order;
        this.big = big;
    }

    /** The most common kind: little-endian, with offsets of 32 bits. */
    public static TiffMaker classic() {
        return new TiffMaker(ByteOrder.LITTLE_ENDIAN, false);
    }

    /** One page: its fields, and its strips or tiles. */
    public static final class Page {
        private final SortedMap<Integer, long[]> fields = new TreeMap<>();
        private final List<byte[]> units = new ArrayList<>();

        /** Sets a field of numbers. */
        public Page set(int tag, long... numbers) {
            fields.put(tag, numbers);
            return this;
        }

        /** The number of its compression. */
        public long compression() {
            return fields.get(259)[0];
        }

        /** Strips, or tiles if the page has fields for their size. */
        public Page units(byte[]... content) {
            units.addAll(List.of(content));
            return this;
        }
    }

    /** A page of gray or RGB, or of bands without a meaning where there are neither one nor three. */
    public Page page(int width, int height, int samples, int bits) {
        long[] depths = new long[samples];
        Arrays.fill(depths, bits);
        Page page = new Page()
                .set(256, width)
                .set(257, height)
                .set(258, depths)
                .set(259, 1)
                .set(262, samples == 3 ? 2 : 1)
                .set(277, samples)
                .set(278, height);
        pages.add(page);
        return page;
    }

    /** Makes the last directory point somewhere. */
    public TiffMaker end(long next) {
        afterLast = next;
        return this;
    }

    /** The file. */
    public byte[] bytes() {
        ByteBuffer file = ByteBuffer.allocate(1 << 22).order(order);
        byte mark = (byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M');
        file.put(mark).put(mark).putShort((short) (big ? 43 : 42));
        if (big) {
            file.putShort((short) 8).putShort((short) 0);
        }
        int pointer = file.position();
        putOffset(file, 0);
        for (Page page : pages) {
            long[] offsets = new long[page.units.size()];
            long[] counts = new long[offsets.length];
            for (int i = 0; i < offsets.length; i++) {
                offsets[i] = file.position();
                counts[i] = page.units.get(i).length;
                file.put(page.units.get(i));
            }
            boolean tiled = page.fields.containsKey(322);
            page.fields.putIfAbsent(tiled ? 324 : 273, offsets);
            page.fields.putIfAbsent(tiled ? 325 : 279, counts);
            file.position(file.position() + (file.position() & 1));
            setOffset(file, pointer, file.position());
            pointer = directory(file, page);
        }
        setOffset(file, pointer, afterLast);
        return Arrays.copyOf(file.array(), file.position());
    }

    /** Returns where the pointer to the next directory lies. */
    private int directory(ByteBuffer file, Page page) {
        int count = page.fields.size();
        int inside = big ? 8 : 4;
        int end = file.position() + (big ? 8 : 2) + count * (4 + 2 * inside) + inside;
        ByteBuffer values = ByteBuffer.allocate(1 << 20).order(order);
        if (big) {
            file.putLong(count);
        } else {
            file.putShort((short) count);
        }
        page.fields.forEach((tag, numbers) -> {
            boolean offset = tag == 273 || tag == 279 || tag == 324 || tag == 325;
            boolean large = Arrays.stream(numbers).anyMatch(number -> number > 0xffff);
            int type = tag == PROFILE ? UNDEFINED : offset && big ? LONG_8 : offset || large ? LONG : SHORT;
            ByteBuffer bytes =
                    ByteBuffer.allocate(Math.max(8, 8 * numbers.length)).order(order);
            for (long number : numbers) {
                switch (type) {
                    case UNDEFINED -> bytes.put((byte) number);
                    case SHORT -> bytes.putShort((short) number);
                    case LONG -> bytes.putInt((int) number);
                    default -> bytes.putLong(number);
                }
            }
            file.putShort((short) (int) tag).putShort((short) type);
            putOffset(file, numbers.length);
            if (bytes.position() <= inside) {
                file.put(bytes.array(), 0, inside);
            } else {
                putOffset(file, end + values.position());
                values.put(bytes.array(), 0, bytes.position());
            }
        });
        int next = file.position();
        putOffset(file, 0);
        file.put(values.array(), 0, values.position());
        return next;
    }

    private void putOffset(ByteBuffer file, long offset) {
        if (big) {
            file.putLong(offset);
        } else {
            file.putInt((int) offset);
        }
    }

    private void setOffset(ByteBuffer file, int position, long offset) {
        if (big) {
            file.putLong(position, offset);
        } else {
            file.putInt(position, (int) offset);
        }
    }
}
