package io.dynafuse.image;

import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import io.dynafuse.image.Decoded.Pixels;
import io.dynafuse.image.TiffExcerpt.Value;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads bands of any number and kind from a TIFF page. The decoder clips floats before their range can be checked, and knows few kinds of
 * bands; so it gets the same strips or tiles as gray images of bytes and only unpacks them, and the bytes are converted to samples here.
 */
final class TiffBands {
    private static final int CHUNK_BYTES = 32 << 20;
    private static final int HORIZONTAL = 2;
    private static final int FLOATING_POINT = 3;

    private final Path file;
    private final TiffDirectory directory;
    private final TiffLayout layout;
    private final boolean tiled;
    private final int unitRows;
    private final int unitsAcross;
    private final int unitPixels;
    private final int sampleBytes;
    private final int samplesTogether;
    private final long[] offsets;
    private final long[] counts;
    private final int predictor;

    /**
     * One band as a part of the samples: every {@code stride}-th sample, from {@code start}.
     *
     * @param band from 0
     */
    private record Target(int band, Samples samples, int start, int stride) {}

    TiffBands(Path file, TiffDirectory directory, TiffLayout layout) throws IOException {
        this.file = file;
        this.directory = directory;
        this.layout = layout;
        this.tiled = directory.has(TiffLayout.TILE_OFFSETS);
        this.unitRows = (int) (tiled ? directory.number(TiffLayout.TILE_HEIGHT, 0) : layout.stripRows(directory));
        this.unitPixels = tiled ? (int) directory.number(TiffLayout.TILE_WIDTH, 0) : layout.width();
        if (unitRows < 1 || unitPixels < 1) {
            throw new Refusal("is damaged: its tiles have no size");
        }
        this.unitsAcross = (int) TiffLayout.ceiling(layout.width(), unitPixels);
        this.sampleBytes = layout.bits() / Byte.SIZE;
        this.samplesTogether = layout.planar() ? 1 : layout.samples();
        int units = layout.units(directory);
        this.offsets = directory.numbers(tiled ? TiffLayout.TILE_OFFSETS : TIFF.TAG_STRIP_OFFSETS, units);
        this.counts = layout.lengths(
                directory, tiled ? TiffLayout.TILE_BYTE_COUNTS : TIFF.TAG_STRIP_BYTE_COUNTS, offsets, Files.size(file));
        this.predictor = (int) directory.number(TIFF.TAG_PREDICTOR, 1);
        if (offsets.length < units) {
            throw new Refusal(
                    "is damaged: it lists " + offsets.length + " of its " + units + (tiled ? " tiles" : " strips"));
        }
        if (predictor < 1 || predictor > FLOATING_POINT || predictor == FLOATING_POINT && !layout.isFloat()) {
            throw new Refusal("uses predictor " + predictor + ", which is not read; save it without a predictor");
        }
    }

    /**
     * The pixels of these bands.
     *
     * @param bands 1 or 3, from 0
     */
    Pixels read(List<Integer> bands, Optional<Rasters.AlphaBand> alpha) throws IOException {
        int pixels = layout.width() * layout.height();
        Samples samples = Samples.of(layout.depth(), Math.multiplyExact(pixels, bands.size()));
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < bands.size(); i++) {
            targets.add(new Target(bands.get(i), samples, i, bands.size()));
        }
        Optional<Samples> alphas = alpha.map(band -> Samples.of(layout.depth(), pixels));
        alpha.ifPresent(band -> targets.add(new Target(band.band(), alphas.orElseThrow(), 0, 1)));
        read(targets);
        finish(samples);
        Pixels opaque = new Pixels(layout.width(), layout.height(), bands.size(), samples);
        if (alphas.isEmpty()) {
            return opaque;
        }
        clip(alphas.get());
        return Rasters.withAlpha(opaque, alphas.get(), alpha.get().associated());
    }

    private void finish(Samples samples) throws Refusal {
        clip(samples);
        if (layout.isFloat() && layout.isInvertedGray()) {
            float[] floats = ((Samples.Floats) samples).array();
            for (int i = 0; i < floats.length; i++) {
                floats[i] = 1 - floats[i];
            }
        }
    }

    private static void clip(Samples samples) throws Refusal {
        if (samples instanceof Samples.Floats floats) {
            FloatRange.clip(floats.array());
        }
    }

    private void read(List<Target> targets) throws IOException {
        if (!layout.planar()) {
            readPlane(0, targets);
            return;
        }
        for (Target target : targets) {
            readPlane(target.band(), List.of(new Target(0, target.samples(), target.start(), target.stride())));
        }
    }

    private void readPlane(int plane, List<Target> targets) throws IOException {
        int unitsDown = (int) TiffLayout.ceiling(layout.height(), unitRows);
        long unitRowBytes = rowBytes() * unitRows;
        int together = (int) Math.max(1, CHUNK_BYTES / unitRowBytes);
        for (int first = 0; first < unitsDown; first += together) {
            int count = Math.min(together, unitsDown - first);
            int top = first * unitRows;
            int rows = tiled ? count * unitRows : Math.min(count * unitRows, layout.height() - top);
            if (rowBytes() * rows > Integer.MAX_VALUE - 8) {
                throw new Refusal("has strips or tiles of " + rowBytes() * rows
                        + " bytes, more than 2 GB; save it with smaller ones");
            }
            byte[] bytes = unpacked((plane * unitsDown + first) * unitsAcross, count * unitsAcross, rows);
            for (int row = 0; row < Math.min(rows, layout.height() - top); row++) {
                take(bytes, (int) (row * rowBytes()), top + row, targets);
            }
        }
    }

    private int unitBytes() {
        return Math.multiplyExact(unitPixels, samplesTogether * sampleBytes);
    }

    private long rowBytes() {
        return (long) unitBytes() * unitsAcross;
    }

    /** The bytes of some strips or rows of tiles, row after row over the whole width. */
    private byte[] unpacked(int firstUnit, int units, int rows) throws IOException {
        long[] places = Arrays.copyOfRange(offsets, firstUnit, firstUnit + units);
        long[] sizes = Arrays.copyOfRange(counts, firstUnit, firstUnit + units);
        List<Value> fields = new ArrayList<>(List.of(
                number(TIFF.TAG_IMAGE_WIDTH, rowBytes()),
                number(TIFF.TAG_IMAGE_HEIGHT, rows),
                number(TIFF.TAG_BITS_PER_SAMPLE, Byte.SIZE),
                number(TIFF.TAG_COMPRESSION, directory.number(TIFF.TAG_COMPRESSION, 1)),
                number(TIFF.TAG_PHOTOMETRIC_INTERPRETATION, TiffLayout.GRAY),
                number(TIFF.TAG_FILL_ORDER, directory.number(TIFF.TAG_FILL_ORDER, 1))));
        if (tiled) {
            fields.add(number(TIFF.TAG_SAMPLES_PER_PIXEL, 1));
            fields.add(number(TiffLayout.TILE_WIDTH, unitBytes()));
            fields.add(number(TiffLayout.TILE_HEIGHT, unitRows));
            fields.add(number(TiffLayout.TILE_OFFSETS, places));
            fields.add(number(TiffLayout.TILE_BYTE_COUNTS, sizes));
        } else {
            fields.add(number(TIFF.TAG_STRIP_OFFSETS, places));
            fields.add(number(TIFF.TAG_SAMPLES_PER_PIXEL, 1));
            fields.add(number(TIFF.TAG_ROWS_PER_STRIP, unitRows));
            fields.add(number(TIFF.TAG_STRIP_BYTE_COUNTS, sizes));
        }
        try (FileRanges excerpt = TiffExcerpt.open(file, directory.isBig(), directory.order(), fields)) {
            Pixels pixels = PlugIn.TWELVE_MONKEYS.decode("tiff", excerpt, ReadLimits.NONE);
            if (pixels.samples() instanceof Samples.Bytes bytes && bytes.length() == rowBytes() * rows) {
                return bytes.array();
            }
            throw new EOFException();
        }
    }

    private Value number(int tag, long... numbers) {
        return Value.of(tag, directory.isBig(), directory.order(), numbers);
    }

    private void take(byte[] bytes, int start, int y, List<Target> targets) {
        for (int unit = 0; unit < unitsAcross; unit++) {
            int unitStart = start + unit * unitBytes();
            ByteBuffer row = unpredicted(bytes, unitStart);
            int left = unit * unitPixels;
            int pixels = Math.min(unitPixels, layout.width() - left);
            for (Target target : targets) {
                int position = (y * layout.width() + left) * target.stride() + target.start();
                for (int x = 0; x < pixels; x++, position += target.stride()) {
                    put(row, (x * samplesTogether + target.band()) * sampleBytes, target.samples(), position);
                }
            }
        }
    }

    private void put(ByteBuffer row, int at, Samples samples, int position) {
        if (samples instanceof Samples.Floats floats) {
            floats.array()[position] = switch (sampleBytes) {
                case 2 -> half(row.getShort(at));
                case 4 -> row.getFloat(at);
                default -> (float) row.getDouble(at);
            };
        } else if (samples instanceof Samples.Shorts shorts) {
            shorts.array()[position] = row.getShort(at);
        } else if (samples instanceof Samples.Bytes stored) {
            stored.array()[position] = row.get(at);
        }
    }

    /** A number of 16 bits (IEEE 754 binary16): sign, 5 bits of exponent, 10 of fraction. */
    static float half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        float magnitude;
        if (exponent == 0x1f) {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            magnitude = Math.scalb((float) fraction, -24);
        } else {
            magnitude = Math.scalb((float) (fraction + 0x400), exponent - 25);
        }
        return bits < 0 ? -magnitude : magnitude;
    }

    /** The row of a strip or tile whose samples were stored as differences to their left neighbours. */
    private ByteBuffer unpredicted(byte[] bytes, int start) {
        ByteBuffer row = ByteBuffer.wrap(bytes, start, unitBytes()).slice().order(directory.order());
        if (predictor == HORIZONTAL) {
            addUp(row);
        }
        return predictor == FLOATING_POINT ? joined(row) : row;
    }

    private void addUp(ByteBuffer row) {
        int step = samplesTogether * sampleBytes;
        for (int at = step; at < row.limit(); at += sampleBytes) {
            switch (sampleBytes) {
                case 1 -> row.put(at, (byte) (row.get(at) + row.get(at - step)));
                case 2 -> row.putShort(at, (short) (row.getShort(at) + row.getShort(at - step)));
                case 4 -> row.putInt(at, row.getInt(at) + row.getInt(at - step));
                default -> row.putLong(at, row.getLong(at) + row.getLong(at - step));
            }
        }
    }

    /**
     * Adobe's predictor for floats (TIFF Technical Note 3): the differences are between bytes, after the first bytes of all samples of the
     * row were put before all second ones and so on, beginning with the byte that holds the sign.
     */
    private ByteBuffer joined(ByteBuffer row) {
        for (int at = samplesTogether; at < row.limit(); at++) {
            row.put(at, (byte) (row.get(at) + row.get(at - samplesTogether)));
        }
        int samples = row.limit() / sampleBytes;
        ByteBuffer joined = ByteBuffer.allocate(row.limit()).order(ByteOrder.BIG_ENDIAN);
        for (int sample = 0; sample < samples; sample++) {
            for (int part = 0; part < sampleBytes; part++) {
                joined.put(sample * sampleBytes + part, row.get(part * samples + sample));
            }
        }
        return joined;
    }
}
