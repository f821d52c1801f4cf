package dev.orderly.order.domain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;

/** Where the next page of orders begins, as an opaque word that belongs to its filters; a damaged word is noticed, a forged one does no harm. */
public record PageCursor(UUID after) {

    private static final int LENGTH = 2 * Long.BYTES + Integer.BYTES;

    /** The word for a page read with these filters. */
    public String word(String filters) {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH)
                .putLong(after.getMostSignificantBits())
                .putLong(after.getLeastSignificantBits());
        bytes.putInt(check(after, filters));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** Reads such a word; empty when it is none, or belongs to other filters. */
    public static Optional<PageCursor> read(String word, String filters) {
        ByteBuffer bytes = decoded(word);
        if (bytes.capacity() != LENGTH) {
            return Optional.empty();
        }
        UUID after = new UUID(bytes.getLong(), bytes.getLong());
        boolean genuine = bytes.getInt() == check(after, filters);
        PageCursor cursor = new PageCursor(after);
        return genuine && cursor.word(filters).equals(word) ? Optional.of(cursor) : Optional.empty();
    }

    private static ByteBuffer decoded(String word) {
        try {
            return ByteBuffer.wrap(Base64.getUrlDecoder().decode(word));
        } catch (IllegalArgumentException noBase64) {
            return ByteBuffer.allocate(0);
        }
    }

    private static int check(UUID after, String filters) {
        CRC32 crc = new CRC32();
        crc.update((after + "/" + filters).getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }
}
