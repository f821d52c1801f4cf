package dev.orderly.messaging;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DatabindException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.EventType;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Writes and reads one event with its CloudEvents attributes (CloudEvents 1.0, section 3; sequence and tracing extensions). */
final class Envelopes {

    private static final int SEQUENCE_DIGITS = 19;

    private final Map<EventType, ObjectReader> readers = new EnumMap<>(EventType.class);
    private final Map<EventType, ObjectWriter> writers = new EnumMap<>(EventType.class);

    Envelopes() {
        for (EventType type : EventType.values()) {
            readers.put(type, EventJson.mapper().readerFor(type.record()));
            writers.put(type, EventJson.mapper().writerFor(type.record()));
        }
    }

    void write(JsonGenerator json, Announcement<?> announcement) throws IOException {
        EventType type = EventType.of(announcement.event().getClass());
        json.writeStartObject();
        json.writeStringField("specversion", "1.0");
        json.writeStringField("id", announcement.id().toString());
        json.writeStringField("source", announcement.source());
        json.writeStringField("type", type.wireName());
        json.writeStringField("subject", announcement.event().subject());
        json.writeStringField("time", announcement.at().toString());
        json.writeStringField("datacontenttype", "application/json");
        json.writeStringField("sequence", padded(announcement.sequence()));
        if (announcement.traceparent().isPresent()) {
            json.writeStringField("traceparent", announcement.traceparent().get());
        }
        json.writeFieldName("data");
        writer(type).writeValue(json, announcement.event());
        json.writeEndObject();
    }

    /**
     * Reads the element whose first token is the current one, and leaves the parser on its last.
     *
     * @throws IOException when the JSON itself is broken, so that nothing after it can be trusted
     */
    Reading read(JsonParser parser, byte[] bytes) throws IOException {
        long start = parser.currentTokenLocation().getByteOffset();
        boolean nests = parser.currentToken() != null && parser.currentToken().isStructStart();
        int depth = nests ? parser.getParsingContext().getNestingDepth() : Integer.MAX_VALUE;
        try {
            return new Reading.Legible(attributes(parser).announcement());
        } catch (JsonMappingException | IllegalArgumentException | DateTimeException wrong) {
            leave(depth, parser, wrong);
            return new Reading.Illegible(cut(bytes, start, parser), EventJson.brief(wrong));
        }
    }

    private Attributes attributes(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("an event is a JSON object");
        }
        Attributes attributes = new Attributes(readers);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            attributes.take(name, parser);
        }
        return attributes;
    }

    /** Goes on to where the nesting is what it was before the element. */
    private static void leave(int depth, JsonParser parser, Exception wrong) throws IOException {
        if (wrong.getCause() instanceof JsonProcessingException broken && !(broken instanceof DatabindException)) {
            throw broken;
        }
        while (parser.getParsingContext().getNestingDepth() >= depth) {
            if (parser.nextToken() == null) {
                return;
            }
        }
    }

    private static Buffer cut(byte[] bytes, long start, JsonParser parser) {
        long end = parser.currentLocation().getByteOffset();
        Buffer message = Buffer.buffer(bytes);
        return start < 0 || end <= start || end > bytes.length ? message : message.slice((int) start, (int) end);
    }

    private ObjectWriter writer(EventType type) {
        return Objects.requireNonNull(writers.get(type));
    }

    private static String padded(long sequence) {
        String digits = Long.toString(sequence);
        return "0".repeat(SEQUENCE_DIGITS - digits.length()) + digits;
    }
}
