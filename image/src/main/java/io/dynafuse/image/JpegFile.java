package io.dynafuse.image;

import io.dynafuse.image.FileRanges.Range;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.imageio.IIOImage;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.w3c.dom.Node;

/**
 * JPEG (ITU-T T.81) with Exif data in APP1 and the ICC profile in APP2 segments. The segments before the samples are parsed here: the
 * decoder gets gray and colour images without their profile, as it would convert the samples by it.
 */
final class JpegFile {
    private static final int END_OF_IMAGE = 0xd9;
    private static final int START_OF_SCAN = 0xda;
    private static final int APP0 = 0xe0;
    private static final int APP1 = 0xe1;
    private static final int APP2 = 0xe2;
    private static final int APP13 = 0xed;
    private static final int APP14 = 0xee;
    private static final int APP15 = 0xef;
    private static final int COMMENT = 0xfe;
    private static final byte[] EXIF_LABEL = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PROFILE_LABEL = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PICTURES_LABEL = "MPF\0".getBytes(StandardCharsets.US_ASCII);
    private static final int NUMBER_OF_PICTURES = 0xb001;
    private static final byte[] XMP_LABEL = "http://ns.adobe.com/xap/1.0/\0".getBytes(StandardCharsets.US_ASCII);
    /** The start of the segments of other things that matter to users, and their names. */
    private static final Map<String, String> UNUSED_LABELS = Map.of(
            "http://ns.adobe.com/xmp/extension/\0", "extended XMP data",
            "FLIR\0", "thermal measurements (FLIR)",
            "JP", "content credentials (JUMBF)");

    private static final int MOST_PADDING = 1 << 20;
    // No program writes this many segments before the samples.
    private static final int MOST_RANGES = 10_000;
    private static final int LARGEST_SEGMENT = 65533;
    private static final int LARGEST_PROFILE_PART = LARGEST_SEGMENT - PROFILE_LABEL.length - 2;
    private static final int MOST_PROFILE_PARTS = 255;
    private static final int LARGEST_RESOURCES = 16 << 20;

    /** The most bytes of each kind of metadata that are written. */
    static final int ROOM_FOR_EXIF = LARGEST_SEGMENT - EXIF_LABEL.length;

    static final int ROOM_FOR_XMP = LARGEST_SEGMENT - XMP_LABEL.length;
    static final int ROOM_FOR_IPTC = LARGEST_SEGMENT - Iptc.LABEL.length - Iptc.AROUND_DATA;
    static final int ROOM_FOR_PROFILE = MOST_PROFILE_PARTS * LARGEST_PROFILE_PART;

    private final ImageInputStream input;
    private final ReadLimits limits;
    private final List<Range> plainRanges = new ArrayList<>(List.of(new Range(0, 2)));
    private final SortedMap<Integer, byte[]> profileParts = new TreeMap<>();
    private final ByteArrayOutputStream resources = new ByteArrayOutputStream();
    private final UnusedParts unused = new UnusedParts();
    private Optional<byte[]> exif = Optional.empty();
    private Optional<byte[]> xmp = Optional.empty();
    private long pictures;
    private long bytesBehind;
    private int width;
    private int height;
    private int components;

    private JpegFile(ImageInputStream input, ReadLimits limits) {
        this.input = input;
        this.limits = limits;
    }

    static Decoded read(Path path, ReadLimits limits) throws IOException {
        JpegFile file;
        try (FileRanges input = new FileRanges(path)) {
            file = new JpegFile(input, limits);
            file.walk();
            file.lookBehind();
        }
        try (FileRanges input = file.forDecoder(path)) {
            ImageMetadata metadata = file.metadata();
            return new Decoded(
                    PlugIn.TWELVE_MONKEYS.decode("jpeg", input, limits),
                    metadata,
                    file.exif.map(Exif::orientation).orElse(1),
                    file.notes());
        }
    }

    static ImageHeader header(Path path, ReadLimits limits) throws IOException {
        try (FileRanges input = new FileRanges(path)) {
            JpegFile file = new JpegFile(input, limits);
            file.walk();
            return new ImageHeader(file.width, file.height, file.components == 1 ? 1 : 3, SampleDepth.BITS_8)
                    .upright(file.exif.map(Exif::orientation).orElse(1));
        }
    }

    /** Chroma is written at full resolution, as users judge fused images by their colour. */
    static void write(Image image, WriteOptions options, OutputStream out) throws IOException {
        BufferedImage pixels = Rasters.image(image, ImageFormat.JPEG.depthFor(image.depth()));
        ImageWriter writer = PlugIn.JDK.writer("jpeg");
        ImageWriteParam settings = writer.getDefaultWriteParam();
        settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        settings.setCompressionQuality(options.jpegQuality() / 100f);
        try (ImageOutputStream output = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(output);
            IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(pixels), settings);
            complete(metadata, image);
            writer.write(null, new IIOImage(pixels, List.of(), metadata), settings);
        } finally {
            writer.dispose();
        }
    }

    private static void complete(IIOMetadata metadata, Image image) throws IOException {
        String format = metadata.getNativeMetadataFormatName();
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(format);
        IIOMetadataNode firstComponent =
                (IIOMetadataNode) root.getElementsByTagName("componentSpec").item(0);
        firstComponent.setAttribute("HsamplingFactor", "1");
        firstComponent.setAttribute("VsamplingFactor", "1");
        Node segments = root.getElementsByTagName("markerSequence").item(0);
        Node next = segments.getFirstChild();
        for (IIOMetadataNode segment : metadataSegments(image)) {
            segments.insertBefore(segment, next);
        }
        metadata.setFromTree(format, root);
    }

    private static List<IIOMetadataNode> metadataSegments(Image image) {
        WrittenMetadata metadata = WrittenMetadata.of(image, ImageFormat.JPEG);
        List<IIOMetadataNode> segments = new ArrayList<>();
        metadata.exif().ifPresent(exif -> segments.add(segment(APP1, EXIF_LABEL, exif)));
        metadata.xmp().ifPresent(xmp -> segments.add(segment(APP1, XMP_LABEL, xmp)));
        metadata.iptc().ifPresent(iptc -> segments.add(segment(APP13, Iptc.LABEL, Iptc.resource(iptc))));
        metadata.iccProfile().ifPresent(profile -> segments.addAll(profileSegments(profile)));
        return segments;
    }

    private static List<IIOMetadataNode> profileSegments(byte[] profile) {
        int parts = (profile.length + LARGEST_PROFILE_PART - 1) / LARGEST_PROFILE_PART;
        List<IIOMetadataNode> segments = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            int start = part * LARGEST_PROFILE_PART;
            byte[] data = Arrays.copyOfRange(profile, start, Math.min(start + LARGEST_PROFILE_PART, profile.length));
            segments.add(segment(APP2, PROFILE_LABEL, new byte[] {(byte) (part + 1), (byte) parts}, data));
        }
        return segments;
    }

    private static IIOMetadataNode segment(int marker, byte[]... content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] piece : content) {
            bytes.writeBytes(piece);
        }
        IIOMetadataNode segment = new IIOMetadataNode("unknown");
        segment.setAttribute("MarkerTag", Integer.toString(marker));
        segment.setUserObject(bytes.toByteArray());
        return segment;
    }

    /** CMYK cannot be converted to RGB without its profile. */
    private FileRanges forDecoder(Path path) throws IOException {
        return components == 4 ? new FileRanges(path) : new FileRanges(path, plainRanges);
    }

    private void walk() throws IOException {
        input.seek(2);
        int marker;
        do {
            long start = input.getStreamPosition();
            marker = readMarker();
            int length = input.readUnsignedShort() - 2;
            long end = input.getStreamPosition() + length;
            readSegment(marker, length);
            if (marker == START_OF_SCAN) {
                FileRanges.add(plainRanges, start, input.length() - start);
            } else if (marker == APP0 || marker == APP14 || marker < APP0 || marker > APP15) {
                FileRanges.add(plainRanges, start, end - start);
            }
            if (plainRanges.size() > MOST_RANGES) {
                throw new Refusal("is damaged: it holds more than " + MOST_RANGES + " segments before its samples");
            }
            input.seek(end);
        } while (marker != START_OF_SCAN);
        if (components == 0) {
            throw new Refusal("is damaged: its samples start before their size is told");
        }
    }

    /** Finds what follows the end of the image; this end can only be found by searching the samples. */
    private void lookBehind() throws IOException {
        long end = endOfImage();
        input.seek(end);
        byte[] behind = new byte[(int) Math.min(MOST_PADDING, input.length() - end)];
        int count = Math.max(0, input.read(behind));
        // Some cameras pad with zeros.
        boolean padding = count < MOST_PADDING && isAllZero(behind, count);
        bytesBehind = padding ? 0 : input.length() - end;
    }

    private static boolean isAllZero(byte[] bytes, int count) {
        return Arrays.equals(bytes, 0, count, new byte[count], 0, count);
    }

    /** The end of the file if the image has no end, which the decoder judges. */
    private long endOfImage() throws IOException {
        byte[] part = new byte[1 << 16];
        long position = input.getStreamPosition();
        boolean marked = false;
        while (position < input.length()) {
            input.seek(position);
            int count = input.read(part);
            int used = 0;
            while (used < count) {
                int next = part[used++] & 0xff;
                if (!marked || next == 0xff) {
                    marked = next == 0xff;
                    continue;
                }
                marked = false;
                if (next == END_OF_IMAGE) {
                    return position + used;
                }
                if (!isInsideScan(next)) {
                    input.seek(position + used);
                    used += input.length() - position - used < 2 ? count : input.readUnsignedShort();
                }
            }
            position += used;
        }
        return input.length();
    }

    /** A stuffed zero, a restart, or a marker that stands alone. */
    private static boolean isInsideScan(int marker) {
        return marker <= 1 || marker >= 0xd0 && marker <= 0xd7;
    }

    private FileNotes notes() {
        List<String> content = new ArrayList<>();
        if (pictures > 1) {
            content.add("holds " + pictures + " pictures (MPO), of which the first is read");
        } else if (bytesBehind > 0) {
            content.add("holds " + bytesBehind + " bytes behind its end, which are left out");
        }
        return new FileNotes(content, unused.notes());
    }

    /** The number of pictures in a multi-picture file (CIPA DC-007, MP index); 1 if it cannot be found. */
    private static long pictures(byte[] index) {
        if (!Exif.isExif(index)) {
            return 1;
        }
        ByteBuffer bytes = Exif.buffer(index);
        int fields = bytes.getInt(4) + 2;
        for (int field = fields; field >= 2 && field <= index.length - 12; field += 12) {
            if ((bytes.getShort(field) & 0xffff) == NUMBER_OF_PICTURES) {
                return Integer.toUnsignedLong(bytes.getInt(field + 8));
            }
        }
        return 1;
    }

    /** A marker may be preceded by any number of fill bytes. */
    private int readMarker() throws IOException {
        if (input.readUnsignedByte() != 0xff) {
            throw new Refusal("is damaged: a JPEG segment does not start where the one before it ends");
        }
        int marker = 0xff;
        while (marker == 0xff) {
            marker = input.readUnsignedByte();
        }
        return marker;
    }

    private void readSegment(int marker, int length) throws IOException {
        if (length < 0) {
            throw new Refusal("is damaged: a JPEG segment of negative length");
        }
        if (isFrame(marker)) {
            input.readUnsignedByte();
            height = input.readUnsignedShort();
            width = input.readUnsignedShort();
            limits.check(width, height, 4);
            components = input.readUnsignedByte();
        } else if (marker == COMMENT && length > 0) {
            unused.add("comment");
        } else if (marker > APP0 && marker <= APP15 && marker != APP14) {
            byte[] segment = new byte[length];
            input.readFully(segment);
            readMetadata(marker, segment);
        }
    }

    private void readMetadata(int marker, byte[] segment) {
        if (marker == APP1 && starts(segment, EXIF_LABEL)) {
            readExif(after(EXIF_LABEL, segment));
        } else if (marker == APP1 && starts(segment, XMP_LABEL)) {
            xmp = Optional.of(after(XMP_LABEL, segment));
        } else if (marker == APP2 && starts(segment, PROFILE_LABEL)) {
            byte[] part = after(PROFILE_LABEL, segment);
            if (part.length > 2) {
                profileParts.put(part[0] & 0xff, part);
            }
        } else if (marker == APP2 && starts(segment, PICTURES_LABEL)) {
            pictures = Math.max(pictures, pictures(after(PICTURES_LABEL, segment)));
        } else if (marker == APP13 && starts(segment, Iptc.LABEL)) {
            readResources(after(Iptc.LABEL, segment));
        } else {
            UNUSED_LABELS.forEach((label, name) -> {
                if (starts(segment, label.getBytes(StandardCharsets.US_ASCII))) {
                    unused.add(name);
                }
            });
        }
    }

    private void readExif(byte[] found) {
        if (Exif.isExif(found)) {
            exif = Optional.of(found);
        } else {
            unused.add("damaged Exif data");
        }
    }

    /** A resource may continue in the next segment. */
    private void readResources(byte[] part) {
        if (resources.size() + part.length <= LARGEST_RESOURCES) {
            resources.writeBytes(part);
        } else {
            unused.add("Photoshop resources");
        }
    }

    private ImageMetadata metadata() {
        Iptc.Resources found = Iptc.resources(resources.toByteArray());
        if (found.others()) {
            unused.add("Photoshop resources");
        }
        return new ImageMetadata(profile(), exif, xmp, found.iptc());
    }

    /** Start-of-frame markers are C0 to CF except for the tables (C4, CC) and the reserved one (C8). */
    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private static boolean starts(byte[] segment, byte[] label) {
        return segment.length >= label.length && Arrays.equals(segment, 0, label.length, label, 0, label.length);
    }

    private static byte[] after(byte[] label, byte[] segment) {
        return Arrays.copyOfRange(segment, label.length, segment.length);
    }

    /** The profile assembled from its parts, each of which starts with its number, from 1, and the number of parts. */
    private Optional<byte[]> profile() {
        ByteArrayOutputStream profile = new ByteArrayOutputStream();
        for (byte[] part : profileParts.values()) {
            if ((part[1] & 0xff) != profileParts.size() || profileParts.lastKey() != profileParts.size()) {
                unused.add("ICC profile, of which parts are missing,");
                return Optional.empty();
            }
            profile.write(part, 2, part.length - 2);
        }
        return profileParts.isEmpty() ? Optional.empty() : Optional.of(profile.toByteArray());
    }
}
