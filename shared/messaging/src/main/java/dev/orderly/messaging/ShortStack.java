package dev.orderly.messaging;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A failure as text that fits into a message's headers: where it was thrown, and what caused it. */
final class ShortStack {

    private static final int FRAMES = 8;
    private static final int CAUSES = 3;
    private static final int MAX_LENGTH = 3_000;

    private ShortStack() {}

    static String of(Throwable failure) {
        StringBuilder text = new StringBuilder();
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < CAUSES; depth++) {
            text.append(depth == 0 ? "" : "\ncaused by ")
                    .append(EventJson.brief(cause))
                    .append(frames(cause));
            cause = cause.getCause();
        }
        return text.substring(0, Math.min(text.length(), MAX_LENGTH));
    }

    private static String frames(Throwable failure) {
        return Arrays.stream(failure.getStackTrace())
                .limit(FRAMES)
                .map(frame -> "\n  at " + frame)
                .collect(Collectors.joining());
    }
}
