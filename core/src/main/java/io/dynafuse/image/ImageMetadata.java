package io.dynafuse.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a file says about its image besides the samples. Arrays are copied on the way in and out.
 *
 * @param iccProfile the ICC profile of the samples
 * @param exif the Exif data as a TIFF structure, which starts with {@code II} or {@code MM}; without the header it has in a
 *     JPEG file
 */
public record ImageMetadata(Optional<byte[]> iccProfile, Optional<byte[]> exif) {
    /** Neither a profile nor Exif data. */
    public static final ImageMetadata NONE = new ImageMetadata(Optional.empty(), Optional.empty());

    public ImageMetadata {
        iccProfile = iccProfile.map(byte[]::clone);
        exif = exif.map(byte[]::clone);
    }

    @Override
    public Optional<byte[]> iccProfile() {
        return iccProfile.map(byte[]::clone);
    }

    @Override
    public Optional<byte[]> exif() {
        return exif.map(byte[]::clone);
    }

    /** The profile, if it is one for this many channels: its header names the colour space it is for (ICC.1, 7.2.6). */
    Optional<byte[]> profileFor(int channels) {
        byte[] wanted = (channels == 1 ? "GRAY" : "RGB ").getBytes(StandardCharsets.US_ASCII);
        return iccProfile().filter(profile -> profile.length >= 20 && Arrays.equals(profile, 16, 20, wanted, 0, 4));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ImageMetadata that
                && Arrays.equals(iccProfile.orElse(null), that.iccProfile.orElse(null))
                && Arrays.equals(exif.orElse(null), that.exif.orElse(null));
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(iccProfile.orElse(null)) + Arrays.hashCode(exif.orElse(null));
    }

    @Override
    public String toString() {
        return "ImageMetadata[iccProfile=" + size(iccProfile) + ", exif=" + size(exif) + "]";
    }

    private static String size(Optional<byte[]> data) {
        return data.map(bytes -> bytes.length + " bytes").orElse("none");
    }
}
