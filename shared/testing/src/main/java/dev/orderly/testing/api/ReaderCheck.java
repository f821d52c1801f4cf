package dev.orderly.testing.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orderly.web.Fields;
import dev.orderly.web.Json;
import dev.orderly.web.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

/** Holds what reads a request's body against its schema: it takes what that allows, at the bounds too, and nothing else. */
public final class ReaderCheck {

    private static final int ROUNDS = 20;

    private ReaderCheck() {}

    /** The bodies about which reader and schema differ. */
    public static List<String> differences(JsonNode schema, Function<Fields, ?> reader) {
        Random random = new Random(5);
        Specimens specimens = new Specimens(random, name -> Optional.empty());
        Stream<Specimen> plain = Stream.generate(() -> Specimen.of(specimens.allowed("", schema)))
                .limit(ROUNDS);
        return Stream.concat(plain, specimens.around("", schema).stream())
                .filter(specimen -> SchemaCheck.allows(schema, specimen.value()) != isRead(specimen.value(), reader))
                .map(specimen -> specimen + (isRead(specimen.value(), reader) ? " is read" : " is refused"))
                .toList();
    }

    private static boolean isRead(JsonNode body, Function<Fields, ?> reader) {
        try {
            return Fields.parse(Json.write(body)).into(reader::apply) != null;
        } catch (Problem refused) {
            return false;
        }
    }
}
