package io.dynafuse.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RoleTest {
    @Test
    void readsTheWordsOfTheFieldInEitherCase() {
        assertThat(Role.of("RGB")).contains(Role.VISIBLE);
        assertThat(Role.of("thermal")).contains(Role.INFRARED);
        assertThat(Role.of("NIR")).contains(Role.NEAR_INFRARED);
        assertThat(Role.of("over-exposed")).contains(Role.OVER);
        assertThat(Role.of("a")).isEmpty();
    }

    @Test
    void wordsMeanOneRoleAndAreInLowerCase() {
        List<String> all = Arrays.stream(Role.values())
                .flatMap(role -> role.words().stream())
                .toList();
        assertThat(all).doesNotHaveDuplicates().allMatch(word -> word.equals(word.toLowerCase(Locale.ROOT)));
    }

    @Test
    void everyTaskHasRolesInTheOrderOfFusion() {
        assertThat(Role.of(Task.VISIBLE_INFRARED)).containsExactly(Role.VISIBLE, Role.INFRARED, Role.NEAR_INFRARED);
        assertThat(Role.of(Task.MEDICAL)).startsWith(Role.MRI);
        assertThat(Arrays.stream(Task.values()).flatMap(task -> Role.of(task).stream()))
                .containsExactly(Role.values());
    }

    @Test
    void tellsInfraredFromTheOthers() {
        assertThat(Arrays.stream(Role.values()).filter(Role::isInfrared))
                .containsExactly(Role.INFRARED, Role.NEAR_INFRARED);
    }

    @Test
    void isWrittenAsItsFirstWord() {
        assertThat(Role.NEAR_INFRARED).hasToString("near-infrared");
        assertThat(Role.VISIBLE.word()).isEqualTo("visible");
    }
}
