package io.dynafuse.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** TorchScript archives for tests, which PyTorch 1.13 wrote; {@code scripts/make.py} beside them makes them again, and says what is in them. */
public final class Scripts {
    private Scripts() {}

    /**
     * Copies an archive into a folder.
     *
     * @param name such as {@code tiny-fusion}
     * @return {@code tiny-fusion.pt} there
     */
    public static Path copy(String name, Path folder) {
        String file = name + ".pt";
        try (InputStream in = Scripts.class.getResourceAsStream("scripts/" + file)) {
            Path copy = folder.resolve(file);
            Files.copy(in, copy);
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
