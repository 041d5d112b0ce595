package io.dynafuse.random;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** One seed for a whole study. Everything in the study derives its own seed from it by name, so that no result depends on an order. */
public final class Seeds {
    private Seeds() {}

    /**
     * The seed of something named: the first eight bytes, as a big-endian number, of the SHA-256 digest of the study's seed in
     * decimal, a colon and the name, in UTF-8.
     *
     * @param seed the study's
     * @param name of a scene, or of a tensor
     */
    public static long derive(long seed, String name) {
        byte[] text = (seed + ":" + name).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.wrap(sha256().digest(text)).getLong();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
