package io.dynafuse.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where each system keeps the data of its users. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the paths below are absolute elsewhere only")
class UserFolderTest {
    @ParameterizedTest
    @CsvSource({
        "Linux, '', /home/me/.local/share/dynafuse",
        "Linux, XDG_DATA_HOME=/data, /data/dynafuse",
        "Linux, XDG_DATA_HOME=relative, /home/me/.local/share/dynafuse",
        "Linux, HOME=/other, /other/.local/share/dynafuse",
        "Linux, LOCALAPPDATA=/wrong, /home/me/.local/share/dynafuse",
        "Mac OS X, XDG_DATA_HOME=/data, /home/me/Library/Application Support/dynafuse",
        "Windows 11, LOCALAPPDATA=/local, /local/dynafuse",
        "Windows 11, HOME=/other, /home/me/AppData/Local/dynafuse",
        "Linux, DYNAFUSE_HOME=/mine;XDG_DATA_HOME=/data, /mine",
        "Windows 11, DYNAFUSE_HOME=/mine, /mine",
        "Linux, DYNAFUSE_HOME=, /home/me/.local/share/dynafuse",
    })
    void isWhereTheSystemHasIt(String system, String variables, Path expected) {
        Map<String, String> environment = new HashMap<>();
        for (String variable : variables.split(";")) {
            if (!variable.isEmpty()) {
                String[] parts = variable.split("=", 2);
                environment.put(parts[0], parts[1]);
            }
        }
        assertThat(UserFolder.of(environment, system, "/home/me")).contains(expected);
    }

    @Test
    void isNowhereWithoutAHome() {
        assertThat(UserFolder.of(Map.of(), "Linux", "?")).isEqualTo(Optional.empty());
        assertThat(UserFolder.of(Map.of("DYNAFUSE_HOME", "here"), "Linux", "?"))
                .contains(Path.of("here").toAbsolutePath());
    }
}
