package io.dynafuse.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.task.Task;
import io.dynafuse.task.TaskGuess;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scenes that we make are taken for what they are made as. */
class SyntheticTaskGuessTest {
    @ParameterizedTest
    @EnumSource
    void madeScenesAreOfTheirTask(Task task) {
        SyntheticDataset dataset = new SyntheticDataset(SceneMakers.of(task), 3, 160, 144, 1);
        for (int number = 1; number <= 3; number++) {
            TaskGuess guess = TaskGuess.of(dataset.scene(number).sources());
            assertThat(guess.task()).as("%d: %s", number, guess).isEqualTo(task);
        }
    }
}
