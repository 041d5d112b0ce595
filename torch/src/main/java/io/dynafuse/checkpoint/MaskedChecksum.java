package io.dynafuse.checkpoint;

import java.util.zip.CRC32C;

/** The checksum of LevelDB and TensorFlow: a CRC-32C, turned and shifted so that checksums of data with checksums in it stay good ones. */
final class MaskedChecksum {
    private static final int SHIFT = 0xa282ead8;
    private static final int TURN = 17;

    private MaskedChecksum() {}

    static int of(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return Integer.rotateLeft((int) checksum.getValue(), TURN) + SHIFT;
    }
}
