package dev.orderly.launcher;

import java.util.regex.Pattern;

/** What a healthy process logs only because its machine stood still for seconds: warnings, with their stack traces, that are nobody's fault. */
final class Stalls {

    private static final String BLOCKED = "WARN +BlockedThreadChecker: .* has been blocked for .*";
    private static final String LATER =
            "WARN +\\w+: .*(?: pauses: | wait for the next time: |: confirmed outbox rows cannot be removed yet: ).*";
    private static final String SLOW_STOP =
            "ERROR +RunningShop: stopping .* failed\n\\S+Refusal: .* did not finish within .*";

    /** An exception's name and message, its frames, its causes. */
    private static final String TRACE = "(?:\n(?:[a-z]\\w*(?:\\.[\\w$]+)+(?::.*)?|\t.*|Caused by: .*))*";

    private static final Pattern STALL = Pattern.compile(
            "(?m)^\\d\\d:\\d\\d:\\d\\d\\.\\d{3} (?:" + BLOCKED + "|" + LATER + "|" + SLOW_STOP + ")" + TRACE + "$");

    private Stalls() {}

    /** What was printed, without that. */
    static String leftOut(String printed) {
        return STALL.matcher(printed).replaceAll("");
    }
}
