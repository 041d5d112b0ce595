package io.dynafuse.torch;

/** The engine could not be loaded or refused an operation; the message is one line. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EngineException(String message) {
        super(message);
    }

    EngineException(String message, Throwable cause) {
        super(message, cause);
    }

    static EngineException from(RuntimeException failure) {
        String text = String.valueOf(failure.getMessage());
        // libtorch appends a C++ stack trace after the first line.
        String firstLine = text.lines().findFirst().orElse(text).strip();
        return new EngineException("engine: " + firstLine, failure);
    }
}
