package dev.orderly.messaging;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Event;
import dev.orderly.contracts.EventType;
import dev.orderly.contracts.Publication;
import dev.orderly.tracing.TraceContext;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The attributes of one CloudEvent while it is read, in whatever order they come. */
final class Attributes {

    private static final int UUID_LENGTH = 36;
    private static final Pattern SOURCE = Pattern.compile("[A-Za-z0-9/._-]{1,64}");
    private static final Pattern SEQUENCE = Pattern.compile("[0-9]{1,19}");

    private final Map<EventType, ObjectReader> readers;
    private @Nullable UUID id;
    private @Nullable EventType type;
    private @Nullable String source;
    private @Nullable Instant time;
    private @Nullable Long sequence;
    private @Nullable String traceparent;
    private @Nullable Event event;
    private @Nullable TokenBuffer early;
    private boolean versioned;

    Attributes(Map<EventType, ObjectReader> readers) {
        this.readers = readers;
    }

    /** Takes the attribute whose value begins at the current token; one that is unknown is skipped. */
    void take(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "specversion" -> versioned = "1.0".equals(text(name, parser));
            case "id" -> id = uuid(text(name, parser));
            case "source" -> source = matching(SOURCE, name, text(name, parser));
            case "type" -> type = known(text(name, parser));
            case "time" -> time = OffsetDateTime.parse(text(name, parser)).toInstant();
            case "sequence" -> sequence = Long.valueOf(matching(SEQUENCE, name, text(name, parser)));
            case "traceparent" -> traceparent = text(name, parser);
            case "data" -> takeData(parser);
            default -> parser.skipChildren();
        }
    }

    /** The event. @throws IllegalArgumentException naming what is missing */
    Announcement<?> announcement() throws IOException {
        if (!versioned) {
            throw new IllegalArgumentException("specversion is not 1.0");
        }
        EventType known = present("type", type);
        return new Announcement<>(
                present("id", id),
                present("sequence", sequence),
                present("time", time),
                announcer(present("source", source), known),
                TraceContext.read(traceparent).map(TraceContext::traceparent),
                event != null ? event : late(known));
    }

    /** Our own writer puts the type first; from others the data may come before it. */
    private void takeData(JsonParser parser) throws IOException {
        if (type != null) {
            event = read(type, parser);
        } else {
            early = new TokenBuffer(parser);
            early.copyCurrentStructure(parser);
        }
    }

    private Event late(EventType known) throws IOException {
        try (JsonParser parser = present("data", early).asParserOnFirstToken()) {
            return read(known, parser);
        }
    }

    private Event read(EventType known, JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("data is not an object");
        }
        return Objects.requireNonNull(readers.get(known)).readValue(parser);
    }

    private static String text(String name, JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new IllegalArgumentException(name + " is not a string");
        }
        return parser.getText();
    }

    /** Nobody is believed about what is another's to say. */
    private static String announcer(String source, EventType type) {
        if (!Publication.allows(source, type)) {
            throw new IllegalArgumentException(source + " may not announce " + type.wireName());
        }
        return source;
    }

    private static EventType known(String wireName) {
        return EventType.named(wireName).orElseThrow(() -> new IllegalArgumentException("unknown type of event"));
    }

    /** {@link UUID#fromString} alone also takes {@code 1-1-1-1-1}. */
    private static UUID uuid(String text) {
        if (text.length() != UUID_LENGTH) {
            throw new IllegalArgumentException("id is not a UUID");
        }
        return UUID.fromString(text);
    }

    private static String matching(Pattern pattern, String name, String text) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException(name + " is malformed");
        }
        return text;
    }

    private static <T> T present(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }
}
