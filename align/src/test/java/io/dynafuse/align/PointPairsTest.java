package io.dynafuse.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Pairs of known motions are read and fitted; everything else is refused in one line that names the file and the line. */
class PointPairsTest {
    private static final Size REFERENCE = new Size(640, 480);
    private static final Size SOURCE = new Size(800, 600);
    private static final Transform MOTION = Transform.of(1.1, 0.02, 14, -0.03, 1.12, 22, 2e-5, 0, 1);
    private static final List<Point> PLACES = List.of(
            new Point(10, 20),
            new Point(620, 35),
            new Point(40, 450),
            new Point(600, 470),
            new Point(310, 200),
            new Point(100, 300),
            new Point(500, 240));

    @TempDir
    private Path folder;

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("points.txt"), content);
    }

    private PointPairs read(String content) throws IOException {
        return PointPairs.read(file(content), REFERENCE, SOURCE);
    }

    private static String line(Point point, Point partner) {
        return String.format(Locale.ROOT, "%s %s %.6f %.6f%n", point.x(), point.y(), partner.x(), partner.y());
    }

    private static String lines(int count) {
        StringBuilder text = new StringBuilder("# xReference yReference xSource ySource\n");
        PLACES.subList(0, count).forEach(point -> text.append(line(point, MOTION.of(point))));
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 2 11 22
            1.0  2.0\t11 22  # a window
            1,2,11,22
            ' 1 , 2 , 11 , 22 '
            1;2;11;22
            1e0,+2,1.1e1,22.
            """)
    void oneLineInManyForms(String line) throws IOException {
        PointPairs pairs = read("# a comment\n\n" + line + "\r\n   # another\n");
        assertThat(pairs.count()).isEqualTo(1);
        assertThat(pairs.fit(MotionModel.TRANSLATION).transform()).isEqualTo(Transform.translation(10, 20));
    }

    @Test
    void aMarkOfByteOrderIsSkipped() throws IOException {
        assertThat(read("\ufeff1 2 11 22").count()).isEqualTo(1);
    }

    @Test
    void aMotionIsFoundFromItsPairs() throws IOException {
        PointPairs.Fit fit = read(lines(7)).fit(MotionModel.HOMOGRAPHY);
        assertThat(fit.transform().cornerDistance(MOTION, 640, 480)).isLessThan(1e-4);
        assertThat(fit.residuals())
                .hasSize(7)
                .allSatisfy(residual -> assertThat(residual).isLessThan(1e-5));
    }

    @Test
    void residualsAreDistancesInTheSource() throws IOException {
        // The mean shift is (11, 20), which is 1 pixel from either.
        PointPairs.Fit fit = read("1 2 11 22\n5 6 17 26\n").fit(MotionModel.TRANSLATION);
        assertThat(fit.residuals()).containsExactly(1.0, 1.0);
    }

    @Test
    void theErrorOfAMeanShrinksWithTheRootOfTheirNumber() throws IOException {
        assertThat(read("1 2 11 22").fit(MotionModel.TRANSLATION).cornerError()).isCloseTo(1, within(0.25));
        String four = "1 2 11 22\n5 6 15 26\n9 9 19 29\n30 30 40 50\n";
        assertThat(read(four).fit(MotionModel.TRANSLATION).cornerError()).isCloseTo(0.5, within(0.125));
    }

    @ParameterizedTest
    @EnumSource
    void tooFewPairsAreRefused(MotionModel model) throws IOException {
        int least = PointFit.least(model);
        PointPairs few = read(lines(least - 1));
        assertThatThrownBy(() -> few.fit(model))
                .isInstanceOf(IOException.class)
                .hasMessage(folder.resolve("points.txt") + ": expected " + least + " pairs of points or more for "
                        + model.word() + ", found " + (least - 1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            1 2 3            | expected the 4 numbers xReference yReference xSource ySource, found 3 columns
            1 2 3 4 5        | found 5 columns
            1,5 2 3 4        | found 5 columns
            1,2,3,4,         | found 5 columns
            1,2,,4           | expected numbers, found ""
            x y x2 y2        | expected numbers, found "x"
            1 2 NaN 4        | expected numbers, found "NaN"
            1 2 Infinity 4   | expected numbers, found "Infinity"
            1 2 0x10 4       | expected numbers, found "0x10"
            1 2 3d 4         | expected numbers, found "3d"
            1 2 1e999 4      | expected a point within the 800 x 600 pixels of the source, found (Infinity, 4.0)
            640 2 3 4        | expected a point within the 640 x 480 pixels of the reference, found (640.0, 2.0)
            1 -0.6 3 4       | reference
            1 2 3 600        | source
            """)
    void linesThatAreNoPairsAreRefused(String line, String reason) throws IOException {
        Throwable refused = catchThrowable(() -> read("# pairs\n" + lines(3) + line + "\n"));
        assertThat(refused)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(folder.resolve("points.txt") + ": line 6: ")
                .hasMessageContaining(reason);
        assertThat(refused.getMessage()).doesNotContain("\n");
    }

    @Test
    void whatIsNoTextIsRefused() throws IOException {
        Path bytes = Files.write(folder.resolve("points.txt"), new byte[] {(byte) 0x89, 'P', 'N', 'G', (byte) 0xff});
        assertRefused(bytes, "expected a text in UTF-8 with a pair of points a line, found other bytes");
        assertRefused(file("1 2 3 4\n".repeat(200_000)), "expected at most 1048576 bytes, found 1600000");
        assertRefused(folder, "expected a regular file");
        assertRefused(folder.resolve("none.txt"), "there is no such file");
        assertRefused(file("\u001b[31m\u0007 2 3 4"), "line 1: expected numbers, found \"[31m\"");
    }

    private static void assertRefused(Path file, String reason) {
        assertThatThrownBy(() -> PointPairs.read(file, REFERENCE, SOURCE))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": " + reason);
    }

    @Test
    void anEmptyFileHasNoPairs() throws IOException {
        assertThat(read("").count()).isZero();
        assertThat(read("# nothing\n\n").count()).isZero();
    }

    @Test
    void aPairThatDoesNotFitIsNamed() throws IOException {
        String good = lines(7);
        Point bad = MOTION.of(PLACES.get(3));
        String wrong = good.replace(line(PLACES.get(3), bad), line(PLACES.get(3), new Point(bad.x() - 40, bad.y())));
        assertThat(wrong).isNotEqualTo(good);
        for (MotionModel model : List.of(MotionModel.AFFINE, MotionModel.HOMOGRAPHY)) {
            PointPairs pairs = read(wrong);
            assertThatThrownBy(() -> pairs.fit(model))
                    .isInstanceOf(IOException.class)
                    .hasMessageMatching(
                            ".*points.txt: line 5: expected a pair within 3\\.0 pixels of the " + model.word()
                                    + " of the others, found one (39|40|41)\\.\\d pixels away; it fits worst of all");
        }
    }

    @Test
    void clicksThatAreOffByAPixelAreAccepted() throws IOException {
        Random random = new Random(4);
        for (int repetition = 0; repetition < 50; repetition++) {
            StringBuilder text = new StringBuilder();
            PLACES.forEach(point -> {
                Point partner = MOTION.of(point);
                text.append(line(
                        point, new Point(partner.x() + random.nextGaussian(), partner.y() + random.nextGaussian())));
            });
            PointPairs.Fit fit = read(text.toString()).fit(MotionModel.HOMOGRAPHY);
            assertThat(fit.transform().cornerDistance(MOTION, 640, 480)).isLessThan(5);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SIMILARITY | 5 5 6 6 / 5 5 6 6                                         | the points are one
            SIMILARITY | 5 5 6 6 / 6 5 7 6                                         | the points lie too near
            AFFINE     | 0 0 0 0 / 10 10 10 10 / 20 20 20 20                       | the points lie on a line
            AFFINE     | 0 0 0 0 / 300 301 300 301 / 470 470 470 470               | the points lie too near
            HOMOGRAPHY | 0 0 0 0 / 200 200 200 200 / 400 400 400 400 / 600 5 600 5 | on a line
            AFFINE     | 0 0 9 0 / 600 0 9 0 / 0 400 9 0                           | singular
            AFFINE     | 0 0 600 0 / 600 0 0 0 / 0 400 600 400                     | mirror the image
            HOMOGRAPHY | 0 0 0 0 / 600 0 600 0 / 0 400 600 400 / 600 400 0 400     | pairs are mixed up
            HOMOGRAPHY | 0 0 0 0 / 600 0 600 9 / 0 400 600 400 / 600 400 30 400    | the pairs mirror the image or fold it
            """)
    void pairsThatDoNotDetermineTheMotionAreRefused(MotionModel model, String pairs, String reason) throws IOException {
        PointPairs read = read(pairs.replace("/", "\n"));
        Throwable refused = catchThrowable(() -> read.fit(model));
        assertThat(refused)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("points.txt: ")
                .hasMessageContaining(reason);
        assertThat(refused.getMessage()).doesNotContain("\n");
    }
}
