package io.dynafuse.torch;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Owns the tensors made while it is the innermost open scope of its thread and frees them when it closes, also after an exception. A
 * tensor that must outlive its scope leaves it through {@link #compute}, {@link #release} or {@link Tensor#keep}.
 *
 * <p>Scopes belong to the thread that opened them and close in the reverse order of opening, as try-with-resources does.
 */
public final class Scope implements AutoCloseable {
    private static final ThreadLocal<Scope> INNERMOST = new ThreadLocal<>();

    private final Scope enclosing = INNERMOST.get();
    private final Set<Tensor> owned = Collections.newSetFromMap(new IdentityHashMap<>());

    private Scope() {
        INNERMOST.set(this);
    }

    /** Opens a scope inside the innermost one of this thread. */
    public static Scope open() {
        Engine.load();
        return new Scope();
    }

    /**
     * Runs {@code work} in a scope of its own and passes its result to the enclosing scope, so that intermediate tensors are
     * freed at once.
     *
     * @throws IllegalStateException if no scope is open
     */
    public static Tensor compute(Supplier<Tensor> work) {
        innermost();
        try (Scope scope = open()) {
            return scope.release(work.get());
        }
    }

    /**
     * Passes a tensor to the enclosing scope.
     *
     * @return the same tensor
     * @throws IllegalStateException if there is no enclosing scope
     */
    public Tensor release(Tensor tensor) {
        if (enclosing == null) {
            throw new IllegalStateException("no enclosing scope to release a tensor to; keep() it instead");
        }
        // A tensor from outside already has an owner.
        if (owned.remove(tensor)) {
            enclosing.own(tensor);
        }
        return tensor;
    }

    /** Frees every tensor that this scope still owns. */
    @Override
    public void close() {
        if (INNERMOST.get() != this) {
            throw new IllegalStateException("scopes close on their own thread, innermost first");
        }
        if (enclosing == null) {
            INNERMOST.remove();
        } else {
            INNERMOST.set(enclosing);
        }
        owned.forEach(Tensor::free);
        owned.clear();
    }

    /** How many tensors it owns now. */
    public int size() {
        return owned.size();
    }

    static Scope innermost() {
        Scope scope = INNERMOST.get();
        if (scope == null) {
            throw new IllegalStateException("tensors are made inside an open Scope");
        }
        return scope;
    }

    static void disown(Tensor tensor) {
        Scope scope = INNERMOST.get();
        while (scope != null && !scope.owned.remove(tensor)) {
            scope = scope.enclosing;
        }
    }

    void own(Tensor tensor) {
        owned.add(tensor);
    }
}
