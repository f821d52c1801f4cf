package dev.orderly.testing.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Holds a record that is answered against its schema, property by property and all the way down: name, kind, and whether it is always there. */
public final class RecordCheck {

    private static final Map<Type, String> KINDS = Map.ofEntries(
            Map.entry(String.class, "string"),
            Map.entry(UUID.class, "string uuid"),
            Map.entry(Instant.class, "string date-time"),
            Map.entry(BigDecimal.class, "number"),
            Map.entry(long.class, "integer"),
            Map.entry(Long.class, "integer"),
            Map.entry(OptionalLong.class, "integer"),
            Map.entry(int.class, "integer"),
            Map.entry(boolean.class, "boolean"));

    private final List<String> differences = new ArrayList<>();
    private final Class<?> of;

    private RecordCheck(Class<?> of) {
        this.of = of;
    }

    /** In what record and schema differ. */
    public static List<String> differences(JsonNode schema, Class<? extends Record> type) {
        return differences(schema, type, Object.class);
    }

    /** The same for a record that holds others, {@code Page<View>}. */
    public static List<String> differences(JsonNode schema, Class<? extends Record> type, Class<?> of) {
        RecordCheck check = new RecordCheck(of);
        check.compareRecord(schema, type, "$");
        return check.differences;
    }

    private void compareRecord(JsonNode schema, Class<?> type, String at) {
        Set<String> required = new TreeSet<>();
        StreamSupport.stream(schema.path("required").spliterator(), false)
                .map(JsonNode::asText)
                .forEach(required::add);
        Set<String> documented = new TreeSet<>();
        schema.path("properties").fieldNames().forEachRemaining(documented::add);
        for (RecordComponent component : type.getRecordComponents()) {
            String name = component.getName();
            require(documented.remove(name), at + "." + name + " is not documented");
            require(required.contains(name) != isOptional(component.getGenericType()), at + "." + name + ": required");
            compare(schema.path("properties").path(name), bare(component.getGenericType()), at + "." + name);
        }
        documented.forEach(name -> differences.add(at + "." + name + " is no component"));
    }

    private void compare(JsonNode schema, Type type, String at) {
        if (type instanceof TypeVariable<?>) {
            compare(schema, of, at);
        } else if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            require(kind(schema).equals("array"), at + " is a list");
            compare(schema.path("items"), list.getActualTypeArguments()[0], at + "[]");
        } else if (type instanceof Class<?> part && part.isRecord()) {
            require(kind(schema).equals("object"), at + " is an object");
            compareRecord(schema, part, at);
        } else {
            String kind = KINDS.getOrDefault(type, "object");
            require(kind(schema).equals(kind), at + " is " + kind + ", documented as " + kind(schema));
        }
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            differences.add(otherwise);
        }
    }

    private static String kind(JsonNode schema) {
        String format = schema.path("format").asText();
        boolean counts = format.equals("uuid") || format.equals("date-time");
        return schema.path("type").asText() + (counts ? " " + format : "");
    }

    private static boolean isOptional(Type type) {
        return type == OptionalLong.class || isOptionalOf(type);
    }

    private static boolean isOptionalOf(Type type) {
        return type instanceof ParameterizedType optional && optional.getRawType() == Optional.class;
    }

    private static Type bare(Type type) {
        return isOptionalOf(type) ? ((ParameterizedType) type).getActualTypeArguments()[0] : type;
    }
}
