package dev.orderly.tracing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Spans as the body of {@code POST /v1/traces} (OTLP 1.0, JSON encoding): ids in hexadecimal, 64-bit numbers as strings, enums as numbers. */
final class OtlpJson {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int SPAN_BYTES = 512;
    private static final int STATUS_ERROR = 2;
    private static final long NANOS = 1_000_000_000;

    private OtlpJson() {}

    /** One resource per service, all of this version. */
    static Buffer write(List<Span> spans, String version) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(spans.size() * SPAN_BYTES);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeArrayFieldStart("resourceSpans");
            Map<String, List<Span>> byService =
                    spans.stream().collect(Collectors.groupingBy(Span::service, TreeMap::new, Collectors.toList()));
            for (Map.Entry<String, List<Span>> service : byService.entrySet()) {
                writeResource(json, service.getKey(), version, service.getValue());
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    private static void writeResource(JsonGenerator json, String service, String version, List<Span> spans)
            throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("resource");
        Map<String, String> resource = new TreeMap<>(
                Map.of("service.name", service, "service.namespace", "orderly", "service.version", version));
        writeAttributes(json, resource);
        json.writeEndObject();
        json.writeArrayFieldStart("scopeSpans");
        json.writeStartObject();
        json.writeObjectFieldStart("scope");
        json.writeStringField("name", "dev.orderly");
        json.writeEndObject();
        json.writeArrayFieldStart("spans");
        for (Span span : spans) {
            write(json, span);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Span span) throws IOException {
        json.writeStartObject();
        json.writeStringField("traceId", span.context().traceId());
        json.writeStringField("spanId", span.context().spanId());
        if (span.parent().isPresent()) {
            json.writeStringField("parentSpanId", span.parent().get().spanId());
        }
        json.writeStringField("name", span.name());
        json.writeNumberField("kind", span.kind().number());
        json.writeStringField("startTimeUnixNano", unixNanos(span.beganAt()));
        json.writeStringField("endTimeUnixNano", unixNanos(span.endedAt()));
        writeAttributes(json, span.attributes());
        if (span.hasFailed()) {
            json.writeObjectFieldStart("status");
            json.writeNumberField("code", STATUS_ERROR);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void writeAttributes(JsonGenerator json, Map<String, String> attributes) throws IOException {
        json.writeArrayFieldStart("attributes");
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            json.writeStartObject();
            json.writeStringField("key", attribute.getKey());
            json.writeObjectFieldStart("value");
            json.writeStringField("stringValue", attribute.getValue());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String unixNanos(Instant at) {
        return Long.toString(at.getEpochSecond() * NANOS + at.getNano());
    }
}
