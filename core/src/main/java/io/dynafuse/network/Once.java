package io.dynafuse.network;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A value that is made when it is first asked for, by any thread. Networks declare their parameters so: those of all networks together would take a good part
 * of the start of the program.
 *
 * @param <T> the type of the value
 */
public final class Once<T> {
    private final Supplier<T> maker;
    private Optional<T> made = Optional.empty();

    /** @param maker makes the value, once */
    public Once(Supplier<T> maker) {
        this.maker = maker;
    }

    /** The value. */
    public synchronized T get() {
        if (made.isEmpty()) {
            made = Optional.of(maker.get());
        }
        return made.get();
    }
}
