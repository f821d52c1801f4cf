package dev.orderly.contracts;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** Makes the ids of what the shop itself names: UUIDv7 (RFC 9562, 5.7), so that new rows land at the end of an index. */
public final class Ids {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int COUNTER_BITS = 12;
    private static long last;

    private Ids() {}

    /** A fresh id; ids of one process rise strictly (millisecond, then a 12-bit counter that borrows from the next millisecond). */
    public static UUID next() {
        long tick = tick();
        long high = (tick >>> COUNTER_BITS << 16) | 0x7000L | (tick & 0xFFF);
        long low = (RANDOM.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** The lowest id that can be made at that moment: ids made before are below it. */
    public static UUID firstOf(Instant moment) {
        return new UUID(moment.toEpochMilli() << 16 | 0x7000L, 0x8000_0000_0000_0000L);
    }

    /** When an id of ours was made, by the clock of the machine that made it. */
    public static Instant madeAt(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }

    private static synchronized long tick() {
        last = Math.max(last + 1, System.currentTimeMillis() << COUNTER_BITS);
        return last;
    }
}
