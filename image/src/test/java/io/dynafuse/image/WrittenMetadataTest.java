package io.dynafuse.image;

import static io.dynafuse.image.HandMade.bytes;
import static io.dynafuse.image.HandMade.chunk;
import static io.dynafuse.image.HandMade.deflated;
import static io.dynafuse.image.HandMade.exif;
import static io.dynafuse.image.HandMade.file;
import static io.dynafuse.image.HandMade.ints;
import static io.dynafuse.image.HandMade.join;
import static io.dynafuse.image.HandMade.png;
import static io.dynafuse.image.HandMade.text;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** XMP and IPTC on their way from file to file, and what is said of what does not go along. */
class WrittenMetadataTest {
    private static final byte[] RGB_PROFILE =
            ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
    private static final String NAMESPACES = " xmlns:tiff='http://ns.adobe.com/tiff/1.0/'"
            + " xmlns:exif='http://ns.adobe.com/exif/1.0/' xmlns:xmp='http://ns.adobe.com/xap/1.0/'"
            + " xmlns:xmpGImg='http://ns.adobe.com/xap/1.0/g/img/' xmlns:dc='http://purl.org/dc/elements/1.1/'"
            + " xmlns:hdrgm='http://ns.adobe.com/hdr-gain-map/1.0/'";
    /** A title and a keyword. */
    private static final byte[] IPTC = bytes(0x1c, 2, 5, 0, 4, 'S', 'h', 'i', 'p', 0x1c, 2, 25, 0, 3, 's', 'e', 'a');

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "tif"})
    void xmpGoesAlong(String extension) throws Exception {
        byte[] xmp = packet("dc:format='image/x'", "<dc:title>Möwe</dc:title>");

        ImageMetadata read = writtenAndRead(metadata(Optional.of(xmp), Optional.empty()), extension);

        assertThat(utf8(read.xmp())).contains("Möwe", "image/x", "<?xpacket begin", "<?xpacket end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "tif"})
    void iptcGoesAlong(String extension) throws Exception {
        assertThat(writtenAndRead(metadata(Optional.empty(), Optional.of(IPTC)), extension)
                        .iptc())
                .hasValue(IPTC);
    }

    /** Through a TIFF and on, the directories that Exif data are made of stay whole and apart. */
    @ParameterizedTest
    @ValueSource(strings = {"II", "MM"})
    void exifSurviveATiff(String mark) throws Exception {
        byte[] camera = ExifRevisionTest.camera(mark.equals("II") ? LITTLE_ENDIAN : BIG_ENDIAN);
        ImageFiles.write(image(new ImageMetadata(Optional.empty(), Optional.of(camera))), folder.resolve("first.tif"));

        Image first = ImageFiles.read(folder.resolve("first.tif"));
        ImageFiles.write(first, folder.resolve("second.jpg"));
        byte[] exif =
                ImageFiles.read(folder.resolve("second.jpg")).metadata().exif().orElseThrow();

        assertThat(new String(exif, StandardCharsets.ISO_8859_1))
                .startsWith(mark)
                .contains("DYNACAM");
        assertThat(ExifRevisionTest.number(ExifRevisionTest.exif(exif), 0xa002)).isEqualTo(9);
        assertThat(ExifRevisionTest.number(ExifRevisionTest.exif(exif), 0xa003)).isEqualTo(7);
        assertThat(ImageFiles.notCarried(first, ImageFormat.JPEG)).isEmpty();
        assertThat(ImageFiles.notCarried(first, ImageFormat.TIFF)).isEmpty();
    }

    @Test
    void pngHasNoPlaceForIptc() {
        Image image = image(metadata(Optional.empty(), Optional.of(IPTC)));

        assertThat(ImageFiles.notCarried(image, ImageFormat.PNG))
                .singleElement()
                .asString()
                .contains("IPTC", "PNG");
        assertThat(ImageFiles.notCarried(image, ImageFormat.TIFF)).isEmpty();
    }

    @Test
    void attributesAndElementsOfXmpAreMadeTrue() {
        String revised = revised(packet(
                "tiff:Orientation='6' tiff:ImageWidth='80' tiff:BitsPerSample='8' hdrgm:Version='1.0'",
                "<tiff:ImageLength>60</tiff:ImageLength><exif:PixelXDimension>80</exif:PixelXDimension>"
                        + "<exif:PixelYDimension>60</exif:PixelYDimension>"
                        + "<tiff:Compression>6</tiff:Compression>"
                        + "<xmp:Thumbnails><xmpGImg:image>T2xk</xmpGImg:image></xmp:Thumbnails>"
                        + "<dc:title>Ship</dc:title>"));

        assertThat(revised)
                .contains("tiff:Orientation=\"1\"", "tiff:ImageWidth=\"70\"")
                .contains("<tiff:ImageLength>50<", "PixelXDimension>70<", "PixelYDimension>50<", "Ship")
                .doesNotContain("Compression", "BitsPerSample", "Thumbnails", "T2xk", "hdrgm:Version");
    }

    @Test
    void xmpReachesNothingOutside() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "secret words");
        String external = "<!DOCTYPE x [<!ENTITY e SYSTEM '" + secret.toUri() + "'>]><x>&e;</x>";
        StringBuilder laughs = new StringBuilder("<!DOCTYPE x [<!ENTITY a0 'ha'>");
        for (int i = 1; i < 30; i++) {
            laughs.append("<!ENTITY a" + i + " '&a" + (i - 1) + ";&a" + (i - 1) + ";'>");
        }
        laughs.append("]><x>&a29;</x>");
        for (String hostile : List.of(
                external,
                laughs.toString(),
                "<!DOCTYPE x SYSTEM 'http://127.0.0.1:1/x.dtd'><x/>",
                "no XML",
                "<x>",
                "",
                "<x>".repeat(5000) + "</x>".repeat(5000),
                "<x>" + " ".repeat(XmpRevision.LARGEST) + "</x>")) {
            assertTimeout(
                    Duration.ofSeconds(5),
                    () -> assertThat(XmpRevision.of(text(hostile), 70, 50, false))
                            .as(hostile.substring(0, Math.min(60, hostile.length())))
                            .isEmpty());
        }
        Image image = image(metadata(Optional.of(text(external)), Optional.empty()));
        assertThat(ImageFiles.notCarried(image, ImageFormat.PNG))
                .singleElement()
                .asString()
                .contains("XMP");
    }

    @Test
    void aMonstrousXmpPacketIsNotInflated() throws Exception {
        byte[] bomb = join(text("XML:com.adobe.xmp\0\1\0\0\0"), deflated(new byte[64 << 20]));

        Image image = read("bomb.png", png(1, 1, 8, 0, bytes(0, 9), chunk("iTXt", bomb)));

        assertThat(image.metadata().xmp()).isEmpty();
        assertThat(image.notes()).singleElement().asString().contains("XMP");
    }

    @Test
    void deflatedXmpOfAPngIsRead() throws Exception {
        byte[] text = join(text("XML:com.adobe.xmp\0\1\0en\0\0"), deflated(text("<x/>")));

        assertThat(read("a.png", png(1, 1, 8, 0, bytes(0, 9), chunk("iTXt", text)))
                        .metadata()
                        .xmp())
                .hasValue(text("<x/>"));
    }

    @Test
    void iptcLosesThePreviewOfTheOldImage() {
        byte[] preview = join(bytes(0x1c, 2, 131, 0, 1, 'P', 0x1c, 2, 202, 0, 3, 1, 2, 3), IPTC, new byte[2]);

        assertThat(Iptc.revised(preview)).hasValue(IPTC);
        assertThat(Iptc.revised(text("not IPTC"))).isEmpty();
        assertThat(Iptc.revised(bytes(0x1c, 2, 5, 0, 200, 1))).isEmpty();
        assertThat(Iptc.revised(bytes(0x1c, 2, 5, 0xff, 0xff, 1))).isEmpty();
    }

    /** Resources are an even number of bytes each, and a picture of an odd number of bytes may come first. */
    @Test
    void iptcIsFoundAmongPhotoshopsResources() {
        byte[] other = join(text("8BIM"), bytes(0x04, 0x25, 3, 'a', 'b', 'c'), ints(BIG_ENDIAN, 3), bytes(1, 2, 3, 0));

        Iptc.Resources found = Iptc.resources(join(other, Iptc.resource(IPTC)));

        assertThat(found.iptc()).hasValue(IPTC);
        assertThat(found.others()).isTrue();
        assertThat(Iptc.resources(Iptc.resource(IPTC)).others()).isFalse();
        for (int length = 0; length < 40; length++) {
            assertThat(Iptc.resources(Arrays.copyOf(join(other, Iptc.resource(IPTC)), length))
                            .iptc())
                    .isEmpty();
        }
        byte[] endless = join(text("8BIM"), bytes(4, 4, 0, 0), ints(BIG_ENDIAN, -1), IPTC);
        assertThat(Iptc.resources(endless).iptc()).isEmpty();
    }

    /** Most programs call the bytes whole words; the words of big-endian files are turned round by some. */
    @ParameterizedTest
    @ValueSource(strings = {"II", "MM"})
    void iptcOfATiffMayBeCalledWords(String mark) throws Exception {
        var order = mark.equals("II") ? LITTLE_ENDIAN : BIG_ENDIAN;
        byte[] turned = bytes(0, 2, 131, 0x1c, 0, 'P', 1, 0);
        byte[] plain = bytes(0x1c, 2, 131, 0, 1, 'P', 0, 0);
        for (byte[] stored : List.of(plain, bytes(0, 131, 2, 0x1c, 0, 0, 'P', 1))) {
            byte[] strip = join(bytes(9, 9), stored);
            int offset = 8 + 2 + 12 * 9 + 4 + 2;
            byte[] tiff = HandMade.grayTiff(order, 2, 1, 8, strip, new int[] {33723, 4, 2, offset});

            assertThat(read("a.tif", tiff).metadata().iptc()).hasValue(plain);
        }
        assertThat(turned).isNotEqualTo(plain);
    }

    @Test
    void whatIsTooLargeForAJpegIsSaid() throws Exception {
        byte[] exif = Arrays.copyOf(exif(LITTLE_ENDIAN, 1), 65_528);
        exif[65_527] = 1;
        byte[] xmp = packet("", "<dc:title>" + "x".repeat(65_502) + "</dc:title>");
        byte[] iptc = new byte[0];
        for (int i = 0; i < 9; i++) {
            iptc = join(iptc, bytes(0x1c, 2, 25, 0x1f, 0xff), new byte[0x1fff]);
        }
        ImageMetadata metadata = new ImageMetadata(
                Optional.of(Arrays.copyOf(RGB_PROFILE, 255 * 65_519 + 1)),
                Optional.of(exif),
                Optional.of(xmp),
                Optional.of(iptc));

        assertThat(ImageFiles.notCarried(image(metadata), ImageFormat.JPEG))
                .singleElement()
                .asString()
                .contains("ICC profile", "Exif", "65527", "XMP", "65504", "IPTC");
        assertThat(writtenAndRead(metadata, "jpg")).isEqualTo(ImageMetadata.NONE);
        assertThat(ImageFiles.notCarried(image(metadata), ImageFormat.TIFF)).isEmpty();
    }

    /** As much as fits, fits. */
    @Test
    void theLargestThatFitsIsCarried() throws Exception {
        byte[] exif = Arrays.copyOf(exif(LITTLE_ENDIAN, 1), 65_527);
        exif[65_526] = 1;
        byte[] profile = Arrays.copyOf(RGB_PROFILE, 255 * 65_519);

        ImageMetadata read = writtenAndRead(new ImageMetadata(Optional.of(profile), Optional.of(exif)), "jpg");

        assertThat(read.exif()).hasValue(exif);
        assertThat(read.iccProfile()).hasValue(profile);
    }

    @Test
    void aProfileForOtherSamplesIsNamed() {
        ImageMetadata metadata = new ImageMetadata(Optional.of(RGB_PROFILE), Optional.empty());
        Image gray = new ImageBuilder(3, 2, 1, SampleDepth.BITS_8).build(metadata);

        assertThat(ImageFiles.notCarried(gray, ImageFormat.PNG))
                .singleElement()
                .asString()
                .contains("ICC", "gray");
        assertThat(ImageFiles.notCarried(image(metadata), ImageFormat.PNG)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = ImageFormat.class,
            names = {"PNG", "JPEG", "TIFF", "PFM"})
    void anImageWithoutMetadataNeedsNoNote(ImageFormat format) {
        assertThat(ImageFiles.notCarried(image(ImageMetadata.NONE), format)).isEmpty();
    }

    @Test
    void aFloatMapCarriesNothing() {
        ImageMetadata metadata = new ImageMetadata(
                Optional.of(RGB_PROFILE),
                Optional.of(exif(BIG_ENDIAN, 1)),
                Optional.of(packet("", "")),
                Optional.of(IPTC));

        assertThat(ImageFiles.notCarried(image(metadata), ImageFormat.PFM))
                .singleElement()
                .asString()
                .contains("ICC profile", "Exif", "XMP", "IPTC");
    }

    @Test
    void profilesDifferInMoreThanTheirHeaders() {
        byte[] later = RGB_PROFILE.clone();
        later[30]++;
        byte[] other = RGB_PROFILE.clone();
        other[other.length - 1]++;
        ImageMetadata rgb = new ImageMetadata(Optional.of(RGB_PROFILE), Optional.empty());

        assertThat(rgb.profileDiffersFrom(new ImageMetadata(Optional.of(later), Optional.empty())))
                .isFalse();
        assertThat(rgb.profileDiffersFrom(new ImageMetadata(Optional.of(other), Optional.empty())))
                .isTrue();
        assertThat(rgb.profileDiffersFrom(ImageMetadata.NONE)).isFalse();
    }

    @Test
    void whatAPngHoldsBesidesIsSaidInOneNote() throws Exception {
        Image image = read(
                "a.png",
                png(
                        1,
                        1,
                        8,
                        0,
                        bytes(0, 9),
                        chunk("gAMA", ints(BIG_ENDIAN, 100_000)),
                        chunk("tEXt", text("Author\0me")),
                        chunk("zTXt", join(text("Title\0\0"), deflated(text("x")))),
                        chunk("eXIf", text("II"))));

        assertThat(image.notes())
                .singleElement()
                .asString()
                .contains("gamma of 1/1.00", "'Author'", "'Title'", "damaged Exif");
    }

    @Test
    void usualThingsOfAPngNeedNoNote() throws Exception {
        Image image = read(
                "a.png",
                png(
                        1,
                        1,
                        8,
                        0,
                        bytes(0, 9),
                        chunk("gAMA", ints(BIG_ENDIAN, 45_455)),
                        chunk("sRGB", bytes(0)),
                        chunk("cICP", bytes(1, 13, 0, 1)),
                        chunk("tEXt", text("Software\0x")),
                        chunk("tIME", new byte[7]),
                        chunk("pHYs", new byte[9])));

        assertThat(image.notes()).isEmpty();
    }

    @Test
    void whatAJpegHoldsBesidesIsSaidInOneNote() throws Exception {
        Image image = readJpeg(
                segment(0xfe, text("a comment")),
                segment(0xfe, text("another")),
                segment(0xe1, text("FLIR\0raw")),
                segment(0xe1, text("http://ns.adobe.com/xmp/extension/\0...")),
                segment(0xe2, join(text("ICC_PROFILE\0"), bytes(1, 2, 9))));

        assertThat(image.notes())
                .singleElement()
                .asString()
                .contains("comment", "FLIR", "extended XMP", "ICC profile")
                .doesNotContain("comment, comment");
    }

    @Test
    void resourcesOfAJpegMayGoOnInTheNextSegment() throws Exception {
        byte[] resource = Iptc.resource(IPTC);

        Image image = readJpeg(
                segment(0xed, join(text("Photoshop 3.0\0"), Arrays.copyOf(resource, 20))),
                segment(0xed, join(text("Photoshop 3.0\0"), Arrays.copyOfRange(resource, 20, resource.length))));

        assertThat(image.metadata().iptc()).hasValue(IPTC);
        assertThat(image.notes()).isEmpty();
    }

    @Test
    void qualityTradesBytesForCloseness() throws Exception {
        float[] values = new float[64 * 64];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 37 % 256 / 255f;
        }
        Image image = Image.of(64, 64, 1, values, SampleDepth.BITS_8);
        long best = written(image, 100);
        long usual = written(image, 95);
        long least = written(image, 1);
        ImageFiles.write(image, folder.resolve("usual.jpg"));

        assertThat(least).isLessThan(usual);
        assertThat(usual).isLessThan(best);
        assertThat(folder.resolve("usual.jpg")).hasSameBinaryContentAs(folder.resolve("95.jpg"));
    }

    private long written(Image image, int quality) throws Exception {
        Path path = folder.resolve(quality + ".jpg");
        try (var file = ImageFiles.prepare(image, path, WriteOptions.DEFAULT.withJpegQuality(quality))) {
            file.commit();
        }
        return Files.size(path);
    }

    private static byte[] packet(String attributes, String elements) {
        return ("<?xpacket begin='\ufeff' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>"
                        + "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about=''"
                        + NAMESPACES + " " + attributes + ">" + elements + "</rdf:Description></rdf:RDF></x:xmpmeta>"
                        + "\n   \n<?xpacket end='w'?>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String revised(byte[] xmp) {
        return utf8(XmpRevision.of(xmp, 70, 50, false));
    }

    private static String utf8(Optional<byte[]> xmp) {
        return new String(xmp.orElseThrow(), StandardCharsets.UTF_8);
    }

    private static ImageMetadata metadata(Optional<byte[]> xmp, Optional<byte[]> iptc) {
        return new ImageMetadata(Optional.empty(), Optional.empty(), xmp, iptc);
    }

    private static Image image(ImageMetadata metadata) {
        return new ImageBuilder(9, 7, 3, SampleDepth.BITS_8).build(metadata);
    }

    private ImageMetadata writtenAndRead(ImageMetadata metadata, String extension) throws Exception {
        Path path = folder.resolve("image." + extension);
        ImageFiles.write(image(metadata), path);
        return ImageFiles.read(path).metadata();
    }

    private Image read(String name, byte[] content) throws ImageException {
        return ImageFiles.read(file(folder, name, content));
    }

    /** A JPEG with these segments in front. */
    private Image readJpeg(byte[]... segments) throws Exception {
        Path plain = folder.resolve("plain.jpg");
        ImageFiles.write(image(ImageMetadata.NONE), plain);
        byte[] jpeg = Files.readAllBytes(plain);
        return read("a.jpg", join(Arrays.copyOf(jpeg, 2), join(segments), Arrays.copyOfRange(jpeg, 2, jpeg.length)));
    }

    private static byte[] segment(int marker, byte[] content) {
        int length = content.length + 2;
        return join(bytes(0xff, marker, length >> 8, length & 0xff), content);
    }
}
