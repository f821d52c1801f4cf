package dev.orderly.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One value at its path; each reading answers the value, or empty after adding a violation that says what is allowed.
 *
 * @param spelled whether numbers and flags come as text, as they do from a query or the environment
 */
record Value(String path, JsonNode node, boolean spelled, List<Violation> violations) {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?");
    private static final Pattern SHORT_DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final BigDecimal MAX_AMOUNT = new BigDecimal("999999999999");
    private static final int MAX_AMOUNT_DIGITS = 12;
    private static final int MAX_FRACTION_DIGITS = 4;

    Optional<String> text(int maxLength) {
        String allowed = "must be a text of 1 to " + maxLength + " characters";
        boolean fits = node.isTextual() && !node.textValue().isBlank() && length(node.textValue()) <= maxLength;
        return fits ? Optional.of(node.textValue()) : wrong(allowed);
    }

    /** In characters as JSON Schema counts them: one for each code point. */
    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    Optional<String> matching(Pattern pattern, String allowed) {
        return node.isTextual() && pattern.matcher(node.textValue()).matches()
                ? Optional.of(node.textValue())
                : wrong(allowed);
    }

    Optional<String> id() {
        return matching(ID, "must be 1 to 64 of the characters A-Z a-z 0-9 . _ -");
    }

    Optional<UUID> uuid() {
        return matching(UUID_FORM, "must be a UUID").map(UUID::fromString);
    }

    Optional<Long> whole(long min, long max) {
        Optional<Long> number = number().filter(Value::isWhole).map(BigDecimal::longValue);
        return number.filter(whole -> whole >= min && whole <= max)
                .or(() -> wrong("must be a whole number from " + min + " to " + max));
    }

    Optional<BigDecimal> amount() {
        return number().filter(Value::isAmount)
                .or(() -> wrong("must be an amount from 0 to 999999999999 with at most 4 fraction digits"));
    }

    Optional<Boolean> flag() {
        if (node.isBoolean()) {
            return Optional.of(node.booleanValue());
        }
        boolean isSpelled = spelled && ("true".equals(node.textValue()) || "false".equals(node.textValue()));
        return isSpelled ? Optional.of(Boolean.valueOf(node.textValue())) : wrong("must be true or false");
    }

    Optional<String> choice(List<String> allowed) {
        return node.isTextual() && allowed.contains(node.textValue())
                ? Optional.of(node.textValue())
                : wrong("must be one of " + String.join(", ", allowed));
    }

    /** A constant by its name in lower case. */
    <E extends Enum<E>> Optional<E> choice(Class<E> type) {
        List<String> words = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        return choice(words).map(word -> type.getEnumConstants()[words.indexOf(word)]);
    }

    Optional<Duration> duration(Duration min, Duration max) {
        return (node.isTextual() ? parsed(node.textValue()) : Optional.<Duration>empty())
                .filter(length -> length.compareTo(min) >= 0 && length.compareTo(max) <= 0)
                .or(() -> wrong(
                        "must be a duration from " + shown(min) + " to " + shown(max) + ", as in 500ms, 2s, 30m, 3d"));
    }

    Optional<List<Value>> elements(int min, int max) {
        if (!node.isArray() || node.size() < min || node.size() > max) {
            return wrong("must be a list of " + min + " to " + max + " elements");
        }
        List<Value> elements = new ArrayList<>(node.size());
        node.forEach(
                element -> elements.add(new Value(path + "[" + elements.size() + "]", element, spelled, violations)));
        return Optional.of(elements);
    }

    /** The texts of a list; those that are wrong are left out. */
    Optional<List<String>> texts(int min, int max, int maxLength) {
        return elements(min, max)
                .map(values -> values.stream()
                        .flatMap(value -> value.text(maxLength).stream())
                        .toList());
    }

    <T> Optional<T> wrong(String allowed) {
        violations.add(new Violation(path, node.isNull() ? "must not be null: it " + allowed : allowed));
        return Optional.empty();
    }

    private Optional<BigDecimal> number() {
        if (node.isNumber()) {
            return Optional.of(node.decimalValue());
        }
        boolean isSpelled =
                spelled && node.isTextual() && NUMBER.matcher(node.textValue()).matches();
        return isSpelled ? Optional.of(new BigDecimal(node.textValue())) : Optional.empty();
    }

    /** Looks at the number of digits first: 1e400 written out would be long, 1e999999999 would end the process. */
    private static boolean isWhole(BigDecimal number) {
        return integerDigits(number) <= 19
                && number.scale() < 1_000
                && (number.signum() == 0 || number.stripTrailingZeros().scale() <= 0)
                && number.toBigInteger().bitLength() < Long.SIZE;
    }

    private static boolean isAmount(BigDecimal number) {
        return number.signum() >= 0
                && integerDigits(number) <= MAX_AMOUNT_DIGITS
                && number.scale() < 1_000
                && number.compareTo(MAX_AMOUNT) <= 0
                && number.stripTrailingZeros().scale() <= MAX_FRACTION_DIGITS;
    }

    private static long integerDigits(BigDecimal number) {
        return (long) number.precision() - number.scale();
    }

    private static Optional<Duration> parsed(String text) {
        Matcher shortForm = SHORT_DURATION.matcher(text);
        if (shortForm.matches()) {
            return Optional.of(of(Long.parseLong(shortForm.group(1)), shortForm.group(2)));
        }
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeParseException | ArithmeticException other) {
            return Optional.empty();
        }
    }

    private static Duration of(long count, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    private static String shown(Duration duration) {
        if (duration.toMillis() % 1_000 != 0) {
            return duration.toMillis() + "ms";
        }
        if (!duration.isZero() && duration.toSeconds() % 86_400 == 0) {
            return duration.toDays() + "d";
        }
        return duration.toString().replaceFirst("^PT", "").toLowerCase(Locale.ROOT);
    }
}
