package io.dynafuse.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a file says about its image besides the samples, unchanged: what is not true of an image to be written, such as a thumbnail and
 * sizes, is adapted when that image is written. Arrays are copied on the way in and out.
 *
 * @param iccProfile the ICC profile of the samples
 * @param exif the Exif data as a TIFF structure, which starts with {@code II} or {@code MM}; without the header that they have in a JPEG file
 * @param xmp the XMP packet
 * @param iptc the IPTC data sets (Information Interchange Model); without the Photoshop resource that holds them in a JPEG file
 */
public record ImageMetadata(
        Optional<byte[]> iccProfile, Optional<byte[]> exif, Optional<byte[]> xmp, Optional<byte[]> iptc) {
    /** Nothing at all. */
    public static final ImageMetadata NONE = new ImageMetadata(Optional.empty(), Optional.empty());

    private static final byte[] NO_PROFILE = {};
    private static final int PROFILE_HEADER = 128;

    public ImageMetadata {
        iccProfile = iccProfile.map(byte[]::clone);
        exif = exif.map(byte[]::clone);
        xmp = xmp.map(byte[]::clone);
        iptc = iptc.map(byte[]::clone);
    }

    /** Neither XMP nor IPTC. */
    public ImageMetadata(Optional<byte[]> iccProfile, Optional<byte[]> exif) {
        this(iccProfile, exif, Optional.empty(), Optional.empty());
    }

    @Override
    public Optional<byte[]> iccProfile() {
        return iccProfile.map(byte[]::clone);
    }

    @Override
    public Optional<byte[]> exif() {
        return exif.map(byte[]::clone);
    }

    @Override
    public Optional<byte[]> xmp() {
        return xmp.map(byte[]::clone);
    }

    @Override
    public Optional<byte[]> iptc() {
        return iptc.map(byte[]::clone);
    }

    /** Whether equal numbers mean different colours in two images, since their profiles, for one kind of samples, differ in more than the header. */
    public boolean profileDiffersFrom(ImageMetadata other) {
        byte[] one = iccProfile.orElse(NO_PROFILE);
        byte[] another = other.iccProfile.orElse(NO_PROFILE);
        return one.length > PROFILE_HEADER
                && another.length > PROFILE_HEADER
                && Arrays.equals(one, 16, 20, another, 16, 20)
                && !Arrays.equals(one, PROFILE_HEADER, one.length, another, PROFILE_HEADER, another.length);
    }

    /** The same, about the same image turned upright. */
    ImageMetadata upright() {
        return new ImageMetadata(iccProfile, exif.map(Exif::upright), xmp, iptc);
    }

    /** The profile, if it is for this many channels: its header names its colour space (ICC.1, 7.2.6). */
    Optional<byte[]> profileFor(int channels) {
        byte[] wanted = (channels == 1 ? "GRAY" : "RGB ").getBytes(StandardCharsets.US_ASCII);
        return iccProfile().filter(profile -> profile.length >= 20 && Arrays.equals(profile, 16, 20, wanted, 0, 4));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ImageMetadata that && Arrays.deepEquals(parts(), that.parts());
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(parts());
    }

    @Override
    public String toString() {
        return "ImageMetadata[iccProfile=" + size(iccProfile) + ", exif=" + size(exif) + ", xmp=" + size(xmp)
                + ", iptc=" + size(iptc) + "]";
    }

    private Object[] parts() {
        return Stream.of(iccProfile, exif, xmp, iptc)
                .map(part -> part.orElse(null))
                .toArray();
    }

    private static String size(Optional<byte[]> data) {
        return data.map(bytes -> bytes.length + " bytes").orElse("none");
    }
}
