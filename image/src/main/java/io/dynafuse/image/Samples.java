package io.dynafuse.image;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The samples of an image in their own depth: row after row, the channels of a pixel side by side. Positions count samples, not
 * pixels.
 */
sealed interface Samples {
    /** The {@code byte[]}, {@code short[]} or {@code float[]} itself, not a copy. */
    Object array();

    int length();

    SampleDepth depth();

    boolean equal(int first, int second);

    boolean isZero(int position);

    /** One sample as stored, not scaled. */
    float stored(int position);

    /** Divides one sample by one of another array of this depth, 1 being the largest; 0 where the divisor is 0. */
    void divide(int position, Samples divisors, int divisorPosition);

    /** Whether every sample has the largest value. */
    boolean isFull();

    /** Sets every sample to the largest value. */
    void fill();

    /** Fills {@code target} from {@code targetStart} with {@code count} values in [0, 1] of every {@code stride}-th sample. */
    void get(int start, int stride, int count, float[] target, int targetStart);

    /** The opposite of {@link #get}: clips to [0, 1] and rounds to the nearest level. */
    void put(int start, int stride, int count, float[] source, int sourceStart);

    /** Sets one sample to {@code stored / maximum}, rounded to the nearest level; {@code stored} is at most {@code maximum}. */
    void set(int position, int stored, int maximum);

    /** Appends {@code count} samples as stored, in the byte order of {@code target}. */
    void copyTo(int start, int count, ByteBuffer target);

    /** A copy of {@code count} samples in the given depth. */
    default Samples copy(int start, int count, SampleDepth depth) {
        Samples copy = of(depth, count);
        float[] part = new float[Math.min(count, 1 << 16)];
        for (int done = 0; done < count; done += part.length) {
            int length = Math.min(part.length, count - done);
            get(start + done, 1, length, part, 0);
            copy.put(done, 1, length, part, 0);
        }
        return copy;
    }

    static Samples of(SampleDepth depth, int length) {
        return switch (depth) {
            case BITS_8 -> new Bytes(new byte[length]);
            case BITS_16 -> new Shorts(new short[length]);
            case FLOAT_32 -> new Floats(new float[length]);
        };
    }

    private static int level(int stored, int maximum, int levels) {
        return maximum == levels ? stored : (int) (((long) stored * levels + maximum / 2) / maximum);
    }

    private static float clip(float value) {
        if (Float.isNaN(value)) {
            throw new IllegalArgumentException("expected numbers, found NaN");
        }
        return Math.min(Math.max(value, 0), 1);
    }

    /** Depth {@link SampleDepth#BITS_8}. */
    record Bytes(byte[] array) implements Samples {
        // A division takes longer than a look.
        private static final float[] VALUES = values();

        private static float[] values() {
            float[] values = new float[256];
            for (int level = 0; level < values.length; level++) {
                values[level] = level / 255f;
            }
            return values;
        }

        @Override
        public int length() {
            return array.length;
        }

        @Override
        public SampleDepth depth() {
            return SampleDepth.BITS_8;
        }

        @Override
        public boolean equal(int first, int second) {
            return array[first] == array[second];
        }

        @Override
        public boolean isZero(int position) {
            return array[position] == 0;
        }

        @Override
        public float stored(int position) {
            return array[position] & 0xff;
        }

        @Override
        public void divide(int position, Samples divisors, int divisorPosition) {
            int divisor = (int) divisors.stored(divisorPosition);
            set(position, Math.min(array[position] & 0xff, divisor), Math.max(divisor, 1));
        }

        @Override
        public boolean isFull() {
            for (byte sample : array) {
                if (sample != (byte) 255) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void fill() {
            Arrays.fill(array, (byte) 255);
        }

        @Override
        public void get(int start, int stride, int count, float[] target, int targetStart) {
            for (int i = 0; i < count; i++) {
                target[targetStart + i] = VALUES[array[start + i * stride] & 0xff];
            }
        }

        @Override
        public void put(int start, int stride, int count, float[] source, int sourceStart) {
            for (int i = 0; i < count; i++) {
                array[start + i * stride] = (byte) (clip(source[sourceStart + i]) * 255f + 0.5f);
            }
        }

        @Override
        public void set(int position, int stored, int maximum) {
            array[position] = (byte) level(stored, maximum, 255);
        }

        @Override
        public void copyTo(int start, int count, ByteBuffer target) {
            target.put(array, start, count);
        }
    }

    /** Depth {@link SampleDepth#BITS_16}. */
    record Shorts(short[] array) implements Samples {
        @Override
        public int length() {
            return array.length;
        }

        @Override
        public SampleDepth depth() {
            return SampleDepth.BITS_16;
        }

        @Override
        public boolean equal(int first, int second) {
            return array[first] == array[second];
        }

        @Override
        public boolean isZero(int position) {
            return array[position] == 0;
        }

        @Override
        public float stored(int position) {
            return array[position] & 0xffff;
        }

        @Override
        public void divide(int position, Samples divisors, int divisorPosition) {
            int divisor = (int) divisors.stored(divisorPosition);
            set(position, Math.min(array[position] & 0xffff, divisor), Math.max(divisor, 1));
        }

        @Override
        public boolean isFull() {
            for (short sample : array) {
                if (sample != (short) 65535) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void fill() {
            Arrays.fill(array, (short) 65535);
        }

        @Override
        public void get(int start, int stride, int count, float[] target, int targetStart) {
            for (int i = 0; i < count; i++) {
                target[targetStart + i] = (array[start + i * stride] & 0xffff) / 65535f;
            }
        }

        @Override
        public void put(int start, int stride, int count, float[] source, int sourceStart) {
            for (int i = 0; i < count; i++) {
                array[start + i * stride] = (short) (int) (clip(source[sourceStart + i]) * 65535.0 + 0.5);
            }
        }

        @Override
        public void set(int position, int stored, int maximum) {
            array[position] = (short) level(stored, maximum, 65535);
        }

        @Override
        public void copyTo(int start, int count, ByteBuffer target) {
            for (int i = start; i < start + count; i++) {
                target.putShort(array[i]);
            }
        }
    }

    /** Depth {@link SampleDepth#FLOAT_32}. */
    record Floats(float[] array) implements Samples {
        @Override
        public int length() {
            return array.length;
        }

        @Override
        public SampleDepth depth() {
            return SampleDepth.FLOAT_32;
        }

        @Override
        public boolean equal(int first, int second) {
            return array[first] == array[second];
        }

        @Override
        public boolean isZero(int position) {
            return array[position] == 0;
        }

        @Override
        public float stored(int position) {
            return array[position];
        }

        @Override
        public void divide(int position, Samples divisors, int divisorPosition) {
            float divisor = divisors.stored(divisorPosition);
            array[position] = divisor == 0 ? 0 : Math.min(array[position] / divisor, 1);
        }

        @Override
        public boolean isFull() {
            for (float sample : array) {
                if (sample != 1) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void fill() {
            Arrays.fill(array, 1);
        }

        @Override
        public void get(int start, int stride, int count, float[] target, int targetStart) {
            for (int i = 0; i < count; i++) {
                target[targetStart + i] = array[start + i * stride];
            }
        }

        @Override
        public void put(int start, int stride, int count, float[] source, int sourceStart) {
            for (int i = 0; i < count; i++) {
                array[start + i * stride] = clip(source[sourceStart + i]);
            }
        }

        @Override
        public void set(int position, int stored, int maximum) {
            array[position] = stored / (float) maximum;
        }

        @Override
        public void copyTo(int start, int count, ByteBuffer target) {
            for (int i = start; i < start + count; i++) {
                target.putFloat(array[i]);
            }
        }
    }
}
