package io.dynafuse.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The metadata of an image as a file of one format holds them, adapted to the image that is written.
 *
 * @param iccProfile one that fits the channels
 * @param leftOut what is left out and why, one phrase each
 */
record WrittenMetadata(
        Optional<byte[]> iccProfile,
        Optional<byte[]> exif,
        Optional<byte[]> xmp,
        Optional<byte[]> iptc,
        List<String> leftOut) {

    /** The kinds of metadata by their usual names, and the bytes of each that a JPEG has room for. */
    private enum Kind {
        PROFILE("the ICC profile", JpegFile.ROOM_FOR_PROFILE),
        EXIF("Exif data", JpegFile.ROOM_FOR_EXIF),
        XMP("XMP data", JpegFile.ROOM_FOR_XMP),
        IPTC("IPTC data", JpegFile.ROOM_FOR_IPTC);

        private final String title;
        private final int roomInJpeg;

        Kind(String title, int roomInJpeg) {
            this.title = title;
            this.roomInJpeg = roomInJpeg;
        }

        int room(ImageFormat format) {
            return switch (format) {
                case TIFF -> Integer.MAX_VALUE;
                case PNG -> this == IPTC ? 0 : Integer.MAX_VALUE;
                case JPEG -> roomInJpeg;
                case BMP, PNM, PFM -> 0;
            };
        }
    }

    static WrittenMetadata of(Image image, ImageFormat format) {
        return new Sorting(image, format).sorted();
    }

    /** Decides what is written. */
    private static final class Sorting {
        private final Image image;
        private final ImageFormat format;
        private final List<String> leftOut = new ArrayList<>();

        Sorting(Image image, ImageFormat format) {
            this.image = image;
            this.format = format;
        }

        WrittenMetadata sorted() {
            ImageMetadata stored = image.metadata();
            Optional<byte[]> profile = stored.iccProfile().isPresent() ? profile(stored) : Optional.empty();
            boolean uncalibrated = stored.iccProfile().isPresent() && profile.isEmpty();
            Optional<byte[]> exif = stored.exif().flatMap(data -> exif(data, uncalibrated));
            Optional<byte[]> xmp = stored.xmp()
                    .flatMap(data ->
                            fitting(Kind.XMP, XmpRevision.of(data, image.width(), image.height(), uncalibrated)));
            Optional<byte[]> iptc = stored.iptc().flatMap(data -> fitting(Kind.IPTC, Iptc.revised(data)));
            return new WrittenMetadata(profile, exif, xmp, iptc, List.copyOf(leftOut));
        }

        private Optional<byte[]> profile(ImageMetadata stored) {
            if (Kind.PROFILE.room(format) > 0
                    && stored.profileFor(image.channels()).isEmpty()) {
                leaveOut(Kind.PROFILE, "it is not for " + (image.channels() == 1 ? "gray" : "RGB") + " images as this");
                return Optional.empty();
            }
            return fitting(Kind.PROFILE, stored.iccProfile());
        }

        private Optional<byte[]> exif(byte[] data, boolean uncalibrated) {
            ExifRevision.Target target = new ExifRevision.Target(
                    image.width(),
                    image.height(),
                    uncalibrated,
                    format == ImageFormat.TIFF,
                    format == ImageFormat.JPEG && image.channels() == 3);
            Optional<ExifRevision.Revised> revised = ExifRevision.of(data, target);
            if (Kind.EXIF.room(format) > 0) {
                revised.ifPresent(found -> leftOut.addAll(found.leftOut()));
            }
            return fitting(Kind.EXIF, revised.map(ExifRevision.Revised::exif));
        }

        /** @param data empty if there are data that cannot be adapted */
        private Optional<byte[]> fitting(Kind kind, Optional<byte[]> data) {
            int room = kind.room(format);
            if (room == 0) {
                leaveOut(kind, format + " has no place for it");
            } else if (data.isEmpty()) {
                leaveOut(kind, "it is damaged, or more than can be brought up to date");
            } else if (data.get().length > room) {
                leaveOut(kind, format + " has room for " + room + " bytes of it");
            } else {
                return data;
            }
            return Optional.empty();
        }

        private void leaveOut(Kind kind, String reason) {
            leftOut.add(kind.title + " (" + reason + ")");
        }
    }

    /** Everything that is left out, as one note. */
    Optional<String> note() {
        return leftOut.isEmpty() ? Optional.empty() : Optional.of("leaves out " + String.join(", ", leftOut));
    }
}
