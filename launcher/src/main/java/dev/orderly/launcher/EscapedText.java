package dev.orderly.launcher;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;
import java.util.stream.Collectors;

/**
 * {@code %escaped(…)} in a log pattern: what would begin a line or steer a terminal shows as an escape, so that nobody forges a line by what is
 * logged of theirs. With the option {@code stack} lines stay lines, but each is set back: a record begins at the margin, nothing else does.
 */
public final class EscapedText extends CompositeConverter<ILoggingEvent> {

    private static final String SET_BACK = "    ";

    @Override
    protected String transform(ILoggingEvent event, String text) {
        return "stack".equals(getFirstOption()) ? setBack(text) : escaped(text.strip());
    }

    private static String setBack(String stack) {
        return stack.lines()
                .map(line -> SET_BACK + escaped(line.strip()) + System.lineSeparator())
                .collect(Collectors.joining());
    }

    private static String escaped(String text) {
        return text.chars().anyMatch(EscapedText::steers)
                ? text.chars().mapToObj(EscapedText::escaped).collect(Collectors.joining())
                : text;
    }

    private static String escaped(int character) {
        return switch (character) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            default -> steers(character) ? "\\u%04x".formatted(character) : Character.toString(character);
        };
    }

    /** Control characters, line separators, and marks that turn the direction of writing. */
    private static boolean steers(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
