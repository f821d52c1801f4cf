package dev.orderly.messaging;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.math.BigDecimal;

/** How Jackson writes and reads the events' records: money plain, instants by RFC 3339, what is absent left out, no coercion. */
final class EventJson {

    private static final int MAX_DEPTH = 16;
    private static final int MAX_NUMBER_LENGTH = 64;
    private static final int MAX_TEXT_LENGTH = 64 * 1024;
    private static final int MAX_WHY_LENGTH = 200;
    private static final ObjectMapper MAPPER = create();

    private EventJson() {}

    static ObjectMapper mapper() {
        return MAPPER;
    }

    /** A failure in one short line. */
    static String brief(Throwable failure) {
        String message = failure instanceof JsonProcessingException json
                ? json.getOriginalMessage()
                : String.valueOf(failure.getMessage());
        String line = failure.getClass().getSimpleName() + ": " + message.replaceAll("\\s+", " ");
        return line.substring(0, Math.min(line.length(), MAX_WHY_LENGTH));
    }

    private static ObjectMapper create() {
        StreamReadConstraints bounds = StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(MAX_NUMBER_LENGTH)
                .maxStringLength(MAX_TEXT_LENGTH)
                .build();
        return JsonMapper.builder(
                        JsonFactory.builder().streamReadConstraints(bounds).build())
                .addModule(new Jdk8Module())
                .addModule(new JavaTimeModule())
                .addModule(new SimpleModule().addDeserializer(BigDecimal.class, new Amount()))
                .defaultPropertyInclusion(JsonInclude.Value.ALL_NON_ABSENT)
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .build();
    }

    /** Money as a JSON number of a sane size: {@code 1e999999999} would fill the memory at the first addition. */
    private static final class Amount extends StdScalarDeserializer<BigDecimal> {

        private static final int MAX_PRECISION = 30;
        private static final int MAX_SCALE = 9;

        Amount() {
            super(BigDecimal.class);
        }

        @Override
        public BigDecimal deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.currentToken().isNumeric()) {
                return (BigDecimal) context.handleUnexpectedToken(BigDecimal.class, parser);
            }
            BigDecimal amount = parser.getDecimalValue();
            if (amount.precision() > MAX_PRECISION || Math.abs((long) amount.scale()) > MAX_SCALE) {
                return (BigDecimal) context.handleWeirdNumberValue(BigDecimal.class, amount, "out of bounds");
            }
            return amount;
        }
    }
}
