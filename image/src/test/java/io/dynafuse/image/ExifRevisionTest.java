package io.dynafuse.image;

import static io.dynafuse.image.HandMade.text;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.twelvemonkeys.imageio.metadata.CompoundDirectory;
import com.twelvemonkeys.imageio.metadata.Directory;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import io.dynafuse.image.ExifRevision.Revised;
import io.dynafuse.image.ExifRevision.Target;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exif data put together byte by byte, and read by a reader that is not ours. */
class ExifRevisionTest {
    private static final int MAIN = 8;
    private static final int EXIF = 200;
    private static final int MAKER_NOTES = 300;
    private static final int THUMBNAIL_DIRECTORY = 400;
    private static final int THUMBNAIL = 450;
    private static final int LENGTH = 500;

    @ParameterizedTest
    @ValueSource(strings = {"II", "MM"})
    void sizesAreThoseOfTheNewImage(String order) throws Exception {
        byte[] revised = revised(camera(order(order)));

        Directory main = read(revised);
        Directory exif = exif(revised);
        assertThat(number(main, 256)).isEqualTo(70_000);
        assertThat(number(main, 257)).isEqualTo(321);
        // A short that has no room for the number becomes a long.
        assertThat(number(exif, 0xa002)).isEqualTo(70_000);
        assertThat(number(exif, 0xa003)).isEqualTo(321);
        assertThat(main.getEntryById(271).getValue()).isEqualTo("DYNACAM");
    }

    @ParameterizedTest
    @ValueSource(strings = {"II", "MM"})
    void nothingLeadsToTheThumbnailAndItsBytesAreGone(String order) throws Exception {
        byte[] revised = revised(camera(order(order)));

        assertThat(latin(revised)).doesNotContain("old picture");
        assertThat(revised).hasSize(THUMBNAIL);
        assertThat(directories(revised)).isEqualTo(1);
    }

    @Test
    void aThumbnailBeforeOtherDataIsOverwritten() throws Exception {
        byte[] camera = Arrays.copyOf(camera(LITTLE_ENDIAN), LENGTH + 20);
        System.arraycopy(text("after it"), 0, camera, LENGTH, 8);

        byte[] revised = revised(camera);

        assertThat(revised).hasSize(LENGTH + 20);
        assertThat(latin(revised)).contains("after it").doesNotContain("old picture");
    }

    /** Makers count offsets from the start of all data. */
    @Test
    void makerNotesStayWhereTheyAre() {
        byte[] camera = camera(BIG_ENDIAN);

        byte[] revised = revised(camera);

        assertThat(latin(revised).indexOf("maker's own")).isEqualTo(MAKER_NOTES);
        Revised moving = ExifRevision.of(camera, new Target(70_000, 321, false, true, false))
                .orElseThrow();
        assertThat(latin(moving.exif())).doesNotContain("maker's own");
        assertThat(moving.leftOut()).anyMatch(phrase -> phrase.contains("maker notes"));
    }

    @Test
    void whatDescribesTheOldSamplesIsTakenOut() throws Exception {
        Directory main = read(revised(camera(LITTLE_ENDIAN)));

        // Bits per sample, compression, photometric interpretation, strips, and the shape of a stack.
        for (int tag : new int[] {258, 259, 262, 273, 270}) {
            assertThat(main.getEntryById(tag)).as("tag %d", tag).isNull();
        }
        assertThat(main.size()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ImageJ=1.53t\nimages=3\nslices=3",
                "SCIFIO=0.37\naxes=X,Y,Z",
                "{\"shape\": [3, 60, 80]}",
                "{\"axes\": \"ZYX\", \"shape\": [3, 60, 80]}",
                "shape=(3, 60, 80)",
                "<?xml version=\"1.0\"?><OME xmlns=\"x\">",
                "<?xml version=\"1.0\"?><!-- c --><ome:OME xmlns:ome=\"x\">"
            })
    void layoutsAreRecognised(String description) {
        assertThat(ImageDescription.isLayout(description)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A ship at sea", "in good shape (3, 60)", "made with ImageJ", "{\"lens\": \"50 mm\"}", ""})
    void textsForPeopleStay(String description) {
        assertThat(ImageDescription.isLayout(description)).isFalse();
    }

    /** Exif wants a JPEG to say that its colours are luma and chroma, and where these lie. */
    @Test
    void whatIsTrueOfLumaAndChromaStaysInAJpegOfColours() throws Exception {
        byte[] camera = camera(BIG_ENDIAN);
        ByteBuffer.wrap(camera)
                .putShort(MAIN + 2 + 4 * 12, (short) 531)
                .putShort(MAIN + 2 + 4 * 12 + 8, (short) 2)
                .putShort(EXIF + 2, (short) 0x9101)
                .putShort(EXIF + 4, (short) 7)
                .putInt(EXIF + 6, 4)
                .putInt(EXIF + 10, 0x01020300);
        byte[] colours = ExifRevision.of(camera, new Target(9, 7, false, false, true))
                .orElseThrow()
                .exif();

        assertThat(number(read(colours), 531)).isEqualTo(1);
        assertThat(exif(colours).getEntryById(0x9101)).isNotNull();
        assertThat(read(revised(camera)).getEntryById(531)).isNull();
        assertThat(exif(revised(camera)).getEntryById(0x9101)).isNull();
    }

    /** Some programs leave the link out behind a directory that is no picture's. */
    @Test
    void anInnerDirectoryNeedsNoLink() {
        byte[] camera = camera(LITTLE_ENDIAN);
        int link = EXIF + 2 + 6 * 12;
        ByteBuffer.wrap(camera).order(LITTLE_ENDIAN).putInt(EXIF + 2 + 2 * 12 + 8, link);

        assertThat(revision(camera)).isPresent();
        assertThat(latin(revised(camera)).length()).isEqualTo(THUMBNAIL);
    }

    @Test
    void samplesWithoutTheirProfileAreUncalibrated() throws Exception {
        byte[] lost = ExifRevision.of(camera(LITTLE_ENDIAN), new Target(9, 7, true, false, false))
                .orElseThrow()
                .exif();
        byte[] kept = revised(camera(LITTLE_ENDIAN));

        assertThat(number(exif(lost), 0xa001)).isEqualTo(0xffff);
        assertThat(number(exif(kept), 0xa001)).isEqualTo(1);
    }

    @Test
    void aThumbnailThatOverlapsWhatStaysTakesNothingFromIt() throws Exception {
        byte[] camera = camera(LITTLE_ENDIAN);
        ByteBuffer buffer = ByteBuffer.wrap(camera).order(LITTLE_ENDIAN);
        buffer.putInt(THUMBNAIL_DIRECTORY + 2 + 8, 0).putInt(THUMBNAIL_DIRECTORY + 2 + 12 + 8, LENGTH);

        byte[] revised = revised(camera);

        assertThat(read(revised).getEntryById(271).getValue()).isEqualTo("DYNACAM");
        assertThat(exif(revised).getEntryById(0x927c)).isNotNull();
    }

    @Test
    void whatCannotBeUnderstoodIsNotCarried() {
        for (int value : new int[] {7, LENGTH - 3, 1 << 30, -1}) {
            assertThat(revision(patched(4, value)))
                    .as("first directory at %d", value)
                    .isEmpty();
        }
        int exifPointer = MAIN + 2 + 10 * 12;
        assertThat(revision(patched(exifPointer + 8, MAIN))).as("a loop").isEmpty();
        assertThat(revision(patched(exifPointer + 8, -1)))
                .as("a pointer beyond the end")
                .isEmpty();
        int make = MAIN + 2 + 6 * 12;
        assertThat(revision(patched(make + 4, -1))).as("2^32 - 1 characters").isEmpty();
        assertThat(revision(patched(make + 8, LENGTH - 4)))
                .as("text beyond the end")
                .isEmpty();
    }

    @Test
    void aThumbnailBeyondTheEndOrInALoopDoesNoHarm() throws Exception {
        int link = MAIN + 2 + 11 * 12;
        for (int value : new int[] {-1, LENGTH, LENGTH - 1, MAIN, EXIF, 1}) {
            assertThat(directories(revised(patched(link, value))))
                    .as("at %d", value)
                    .isEqualTo(1);
        }
        byte[] toItself = patched(THUMBNAIL_DIRECTORY + 2 + 2 * 12, THUMBNAIL_DIRECTORY);
        assertThat(directories(revised(toItself))).isEqualTo(1);
        byte[] endless = patched(THUMBNAIL_DIRECTORY + 2 + 12 + 8, -1);
        assertThat(latin(revised(endless))).doesNotContain("old picture");
    }

    /** Whatever is changed, there is an answer, it comes soon, and what is answered can be revised again. */
    @Test
    void noDamageThrows() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            byte[] camera = camera(round % 2 == 0 ? LITTLE_ENDIAN : BIG_ENDIAN);
            for (int change = random.nextInt(4); change >= 0; change--) {
                camera[random.nextInt(THUMBNAIL)] = (byte) (random.nextBoolean() ? random.nextInt() : -1);
            }
            byte[] damaged = Arrays.copyOf(camera, random.nextInt(10) == 0 ? random.nextInt(LENGTH) : LENGTH);
            assertThatCode(() -> revision(damaged)
                            .ifPresent(once -> assertThat(revision(once.exif()))
                                    .as("revised again")
                                    .hasValueSatisfying(
                                            twice -> assertThat(twice.exif()).isEqualTo(once.exif()))))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void manyEntriesOverTheSameBytesEndSoon() {
        int entries = 65_535;
        ByteBuffer buffer = ByteBuffer.allocate(16 << 20).order(LITTLE_ENDIAN);
        buffer.put(text("II")).putShort((short) 42).putInt(8).putShort((short) entries);
        for (int i = 0; i < entries; i++) {
            buffer.putShort((short) 40_000).putShort((short) 7).putInt(15 << 20).putInt(1 << 20);
        }

        org.junit.jupiter.api.Assertions.assertTimeout(
                Duration.ofSeconds(2),
                () -> assertThat(revision(buffer.array())).isEmpty());
    }

    private static Optional<Revised> revision(byte[] exif) {
        return ExifRevision.of(exif, new Target(70_000, 321, false, false, false));
    }

    private static byte[] revised(byte[] exif) {
        return revision(exif).orElseThrow().exif();
    }

    private static byte[] patched(int position, int value) {
        byte[] camera = camera(LITTLE_ENDIAN);
        ByteBuffer.wrap(camera).order(LITTLE_ENDIAN).putInt(position, value);
        return camera;
    }

    /** Exif data of a camera, with a thumbnail at the end and what only describes the old file. */
    static byte[] camera(ByteOrder order) {
        ByteBuffer data = ByteBuffer.allocate(LENGTH).order(order);
        data.put(text(order == LITTLE_ENDIAN ? "II" : "MM"))
                .putShort((short) 42)
                .putInt(MAIN);
        data.putShort((short) 11);
        entry(data, 256, 3, 1, 300);
        entry(data, 257, 4, 1, 200);
        entry(data, 258, 3, 1, 8);
        entry(data, 259, 3, 1, 6);
        entry(data, 262, 3, 1, 6);
        entry(data, 270, 2, 12, 160);
        entry(data, 271, 2, 8, 180);
        entry(data, 273, 4, 1, 4711);
        entry(data, 274, 3, 1, 1);
        // An entry of a type that there is not.
        entry(data, 300, 99, 1, 1);
        entry(data, 34665, 4, 1, EXIF);
        data.putInt(THUMBNAIL_DIRECTORY);
        data.put(160, text("ImageJ=1.53\0")).put(180, text("DYNACAM\0"));
        data.position(EXIF).putShort((short) 6);
        entry(data, 0x9102, 3, 1, 4);
        entry(data, 0x9214, 3, 2, 5);
        entry(data, 0x927c, 7, 60, MAKER_NOTES);
        entry(data, 0xa001, 3, 1, 1);
        entry(data, 0xa002, 3, 1, 300);
        entry(data, 0xa003, 4, 1, 200);
        data.putInt(0).put(MAKER_NOTES, text("maker's own"));
        data.position(THUMBNAIL_DIRECTORY).putShort((short) 2);
        entry(data, 513, 4, 1, THUMBNAIL);
        entry(data, 514, 4, 1, LENGTH - THUMBNAIL);
        data.putInt(0).put(THUMBNAIL, text("old picture")).put(LENGTH - 11, text("old picture"));
        return data.array();
    }

    private static void entry(ByteBuffer data, int tag, int type, int count, int value) {
        data.putShort((short) tag).putShort((short) type).putInt(count);
        if (type == 3) {
            data.putShort((short) value).putShort((short) 0);
        } else {
            data.putInt(value);
        }
    }

    private static ByteOrder order(String mark) {
        return mark.equals("II") ? LITTLE_ENDIAN : BIG_ENDIAN;
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static Directory read(byte[] exif) throws Exception {
        return all(exif).getDirectory(0);
    }

    static Directory exif(byte[] exif) throws Exception {
        return (Directory) read(exif).getEntryById(34665).getValue();
    }

    static long number(Directory directory, int tag) {
        return ((Number) directory.getEntryById(tag).getValue()).longValue();
    }

    private static int directories(byte[] exif) throws Exception {
        return all(exif).directoryCount();
    }

    private static CompoundDirectory all(byte[] exif) throws Exception {
        return (CompoundDirectory)
                new TIFFReader().read(new MemoryCacheImageInputStream(new ByteArrayInputStream(exif)));
    }
}
