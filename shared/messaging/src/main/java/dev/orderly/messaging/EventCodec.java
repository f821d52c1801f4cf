package dev.orderly.messaging;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.orderly.contracts.Announcement;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Events as CloudEvents 1.0 in JSON: one as a structured message, many in the batch format (CloudEvents JSON event format 1.0, sections 3
 * and 4). Writes and reads records directly. Reads tolerantly, properties it doesn't know are skipped, but trusts nobody: types from a
 * list, bounded size, depth and numbers, and an element that is no event does not harm its neighbours.
 */
public final class EventCodec {

    /** The media type of one event. */
    public static final String STRUCTURED = "application/cloudevents+json";

    /** The media type of a batch of events. */
    public static final String BATCH = "application/cloudevents-batch+json";

    /** The largest message that is read, in bytes. */
    public static final int MAX_MESSAGE_BYTES = 1024 * 1024;

    static final int SEPARATOR_BYTES = 2;

    private static final int ELEMENT_BYTES = 512;

    private final Envelopes envelopes = new Envelopes();

    /** The media type that {@link #encode} has given a message of so many events. */
    public static String contentType(int events) {
        return events == 1 ? STRUCTURED : BATCH;
    }

    /** Writes one event as a structured message, many as a batch. */
    public Buffer encode(List<? extends Announcement<?>> announcements) {
        return join(announcements.stream().map(this::element).toList());
    }

    /** Reads a message element by element; never throws. A message that is no JSON at all is one unreadable element. */
    public List<Reading> read(Buffer message) {
        if (message.length() > MAX_MESSAGE_BYTES) {
            return unreadable(message, "larger than " + MAX_MESSAGE_BYTES + " bytes");
        }
        byte[] bytes = message.getBytes();
        try (JsonParser parser = EventJson.mapper().createParser(bytes)) {
            List<Reading> readings = parser.nextToken() == JsonToken.START_ARRAY
                    ? elements(parser, bytes)
                    : new ArrayList<>(List.of(envelopes.read(parser, bytes)));
            return parser.nextToken() == null ? readings : unreadable(message, "more than one JSON value");
        } catch (IOException | RuntimeException | StackOverflowError broken) {
            return unreadable(message, EventJson.brief(broken));
        }
    }

    /** Reads a message that must be readable. @throws IllegalArgumentException naming the first element that is not */
    public List<Announcement<?>> decode(Buffer message) {
        List<Announcement<?>> announcements = new ArrayList<>();
        for (Reading reading : read(message)) {
            if (reading instanceof Reading.Illegible illegible) {
                throw new IllegalArgumentException(illegible.why());
            }
            if (reading instanceof Reading.Legible legible) {
                announcements.add(legible.announcement());
            }
        }
        return announcements;
    }

    /** One event as JSON. */
    byte[] element(Announcement<?> announcement) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(ELEMENT_BYTES);
        try (JsonGenerator json = EventJson.mapper().createGenerator(bytes)) {
            envelopes.write(json, announcement);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** A message of these elements. */
    Buffer join(List<byte[]> elements) {
        if (elements.size() == 1) {
            return Buffer.buffer(elements.get(0));
        }
        Buffer batch = Buffer.buffer(elements.stream()
                .mapToInt(element -> element.length + SEPARATOR_BYTES)
                .sum());
        batch.appendByte((byte) '[');
        for (int i = 0; i < elements.size(); i++) {
            batch.appendString(i == 0 ? "" : ",").appendBytes(elements.get(i));
        }
        return batch.appendByte((byte) ']');
    }

    private List<Reading> elements(JsonParser parser, byte[] bytes) throws IOException {
        List<Reading> readings = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            readings.add(envelopes.read(parser, bytes));
        }
        return readings;
    }

    private static List<Reading> unreadable(Buffer message, String why) {
        return List.of(new Reading.Illegible(message, why));
    }
}
