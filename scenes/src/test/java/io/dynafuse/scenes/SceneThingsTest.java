package io.dynafuse.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.image.Image;
import io.dynafuse.task.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where people and cars are said to be. */
class SceneThingsTest {
    private static final int SIDE = 100;
    private static final Textures TEXTURES = new Textures();

    /** A gray picture on which one thing after another is drawn. */
    private static final class Sheet {
        final Canvas canvas = new Canvas(SIDE, SIDE, ThermalMaterials.HEAT + 1);
        final DrawnThings drawn = new DrawnThings(SIDE, SIDE);
        final WarmObjects objects;

        Sheet(long seed) {
            SceneRandom random = new SceneRandom(seed);
            Surface gray = (x, y, channels) -> Arrays.fill(channels, 0.25f);
            canvas.draw(SceneObject.upright(new Outline.Bar(SIDE, SIDE, 0), gray, 0, 0), Canvas.Place.BEHIND);
            objects = new WarmObjects(canvas, new ThermalMaterials(TEXTURES, random), random, drawn);
        }

        boolean isChanged(int x, int y, int channel) {
            return canvas.planes[channel][y * SIDE + x] != 0.25f;
        }

        /** {@code [left, top, right, bottom]} of all pixels that are no longer gray in a channel. */
        int[] changed(int channel) {
            int[] box = {SIDE, SIDE, 0, 0};
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    if (isChanged(x, y, channel)) {
                        box = new int[] {
                            Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x + 1), Math.max(box[3], y + 1)
                        };
                    }
                }
            }
            return box;
        }
    }

    private static int[] box(SceneThing thing) {
        return new int[] {thing.left(), thing.top(), thing.right(), thing.bottom()};
    }

    /** Also where a part of a person is outside of the picture. */
    @Property(tries = 100)
    void boxesOfPeopleAreTight(
            @ForAll @LongRange(min = 0, max = 1000) long seed,
            @ForAll @DoubleRange(min = 0, max = 100) double x,
            @ForAll @DoubleRange(min = 30, max = 130) double foot,
            @ForAll @DoubleRange(min = 20, max = 60) double height) {
        Sheet sheet = new Sheet(seed);
        sheet.objects.person(x, foot, height);
        List<SceneThing> things = sheet.drawn.list();
        assertThat(things).hasSize(foot - height > SIDE ? 0 : 1);
        things.forEach(person -> assertThat(box(person)).containsExactly(sheet.changed(ThermalMaterials.HEAT)));
    }

    /** A lamp, seen in visible light only, stands out by less than a tenth of a car's height; the engine's warmth is not seen. */
    @Property(tries = 50)
    void boxesOfCarsAreTightButForTheirLamps(
            @ForAll @LongRange(min = 0, max = 1000) long seed,
            @ForAll @DoubleRange(min = 45, max = 55) double x,
            @ForAll @DoubleRange(min = 20, max = 50) double height) {
        Sheet sheet = new Sheet(seed);
        sheet.objects.car(x, 80, height);
        int[] box = box(sheet.drawn.list().get(0));
        int[] changed = sheet.changed(0);
        assertThat(changed[1]).isEqualTo(box[1]);
        assertThat(changed[3]).isEqualTo(box[3]);
        assertThat(box[0] - changed[0] + changed[2] - box[2]).isBetween(0, 1 + (int) (0.1 * height));
    }

    /** 40 pixels high, feet at the lower border: the upper half of the way is in the picture if the feet are 20 pixels below it. */
    @Test
    void whatIsCutOffOrHiddenIsNotSeen() {
        Sheet sheet = new Sheet(3);
        sheet.objects.person(20, 90, 40);
        sheet.objects.person(60, 90, 40);
        sheet.objects.person(60, 90, 60);
        sheet.objects.person(90, 135, 40);
        sheet.objects.person(300, 90, 40);
        List<SceneThing> things = sheet.drawn.list();
        assertThat(things).hasSize(4).allMatch(thing -> thing.word().equals("person"));
        assertThat(things.get(0).seen()).isEqualTo(1);
        assertThat(things.get(0).isHardlySeen()).isFalse();
        assertThat(things.get(1).seen()).isLessThan(0.3);
        assertThat(things.get(1).isHardlySeen()).isTrue();
        assertThat(things.get(1).bottom() - things.get(1).top()).isCloseTo(40, within(2));
        assertThat(things.get(2).seen()).isEqualTo(1);
        assertThat(things.get(3).seen()).isBetween(0.001, 0.2);
        assertThat(things.get(3).bottom()).isEqualTo(SIDE);
    }

    /** Of scenes whose objects are not cold: the mask of what is warm covers a part of nearly every person. */
    @Test
    void warmPixelsAreWithinPeople() {
        SceneMaker maker = SceneMakers.outdoors(Outdoors.BUSY);
        int people = 0;
        int warm = 0;
        for (long seed = 0; seed < 6; seed++) {
            SyntheticScene scene = maker.make(160, 128, seed);
            for (SceneThing thing : scene.things().orElseThrow()) {
                if (thing.word().equals(SceneThing.PERSON) && !thing.isHardlySeen()) {
                    people++;
                    warm += warmPixels(scene.warm().orElseThrow(), thing) > 10 ? 1 : 0;
                }
            }
        }
        assertThat(people).isGreaterThan(10);
        assertThat(warm).isGreaterThan((int) (0.8 * people));
    }

    private static int warmPixels(Image mask, SceneThing thing) {
        float[] values = mask.values();
        int count = 0;
        for (int y = thing.top(); y < thing.bottom(); y++) {
            for (int x = thing.left(); x < thing.right(); x++) {
                count += values[y * mask.width() + x] > 0.5 ? 1 : 0;
            }
        }
        return count;
    }

    @ParameterizedTest
    @EnumSource
    void lightIsWhatWasAskedFor(Illumination light) {
        SceneMaker maker = SceneMakers.outdoors(Outdoors.BUSY.in(light));
        assertThat(LongStream.range(0, 5).mapToObj(seed -> maker.make(32, 32, seed)))
                .allMatch(scene -> scene.illumination().equals(Optional.of(light)));
    }

    /** Of seeds by which it is night anyway. */
    @Test
    void lightThatWouldBeByChanceGivesTheSameScenes() {
        SceneMaker any = SceneMakers.of(Task.VISIBLE_INFRARED);
        for (long seed = 0; seed < 6; seed++) {
            SyntheticScene byChance = any.make(32, 32, seed);
            SyntheticScene asked = SceneMakers.outdoors(
                            Outdoors.USUAL.in(byChance.illumination().orElseThrow()))
                    .make(32, 32, seed);
            assertThat(asked.sources().get(0).values())
                    .containsExactly(byChance.sources().get(0).values());
        }
    }

    @Test
    void busyScenesHaveMoreInThem() {
        assertThat(things(Outdoors.BUSY)).isBetween(20 * 2.0, 20 * 8.0);
        assertThat(things(Outdoors.USUAL)).isBetween(20 * 1.0, 20 * 3.0);
    }

    private static double things(Outdoors outdoors) {
        return LongStream.range(0, 20)
                .map(seed -> SceneMakers.outdoors(outdoors)
                        .make(32, 32, seed)
                        .things()
                        .orElseThrow()
                        .size())
                .sum();
    }
}
