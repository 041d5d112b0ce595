package io.dynafuse.web;

import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Ends calls whose body comes in drops, as each takes a thread from others. Nothing at all for a while is what the connection's own limit is
 * for.
 */
final class SlowClients extends Handler.Wrapper {
    private static final double GRACE_SECONDS = 20;
    private static final double LEAST_BYTES_PER_SECOND = 1000;

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(new Timed(request), response, callback);
    }

    private static final class Timed extends Request.Wrapper {
        private final long start = System.nanoTime();
        private long received;

        Timed(Request request) {
            super(request);
        }

        /** A body that cannot be understood is read to its end all the same, so that its client sees why. */
        @Override
        public void fail(Throwable failure) {}

        @Override
        public Content.Chunk read() {
            Content.Chunk chunk = super.read();
            if (chunk == null || chunk.isLast()) {
                return chunk;
            }
            received += chunk.remaining();
            if (!isTooSlow(received, (System.nanoTime() - start) / 1e9)) {
                return chunk;
            }
            chunk.release();
            TimeoutException slow = new TimeoutException("the body comes too slowly");
            getWrapped().fail(slow);
            return Content.Chunk.from(slow, true);
        }
    }

    static boolean isTooSlow(long bytes, double seconds) {
        return seconds > GRACE_SECONDS && bytes < seconds * LEAST_BYTES_PER_SECOND;
    }
}
