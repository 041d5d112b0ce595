package io.dynafuse.image;

import java.io.IOException;

/** The reason why the content of a file is not read; {@link ImageFiles} adds the name of the file. */
final class Refusal extends IOException {
    private static final long serialVersionUID = 1L;

    Refusal(String reason) {
        super(reason);
    }
}
