package io.dynafuse.web;

import java.io.IOException;
import java.nio.file.Path;

/** A service as a process of its own, for tests that kill it or give it a disk of its own. */
final class ServiceProgram {
    private ServiceProgram() {}

    /**
     * Serves until the process is ended, and prints the port.
     *
     * @param arguments the folder for temporary files
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Service service = TestService.serve(TestService.Limits.SMALL.in(Path.of(arguments[0])));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(service)));
        System.out.println(service.port());
        Thread.currentThread().join();
    }

    private static void close(Service service) {
        try {
            service.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
