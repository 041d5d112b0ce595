package io.dynafuse.torch;

/** The engine, or another that runs graphs, could not be loaded, or refused an operation; the message is one line. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message one line */
    public EngineException(String message) {
        super(message);
    }

    /**
     * @param message one line
     * @param cause what failed
     */
    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }

    static EngineException from(RuntimeException failure) {
        String text = String.valueOf(failure.getMessage());
        // libtorch appends a C++ stack trace after the first line.
        String firstLine = text.lines().findFirst().orElse(text).strip();
        return new EngineException("engine: " + firstLine, failure);
    }
}
