package dev.orderly.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.EventType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What events consist of: records of ours and plain values, so that no message has a say in which class is made of it. */
class EventShapesTest {

    private static final Set<Type> CONTAINERS = Set.of(List.class, Optional.class);
    private static final Set<Type> VALUES = Set.of(
            String.class, UUID.class, Instant.class, BigDecimal.class, OptionalLong.class, long.class, int.class);

    @Test
    void s47HasNoPropertyWhoseClassAMessageCouldChoose() {
        assertThat(EventJson.mapper().getDeserializationConfig().getDefaultTyper(null))
                .isNull();
        assertThat(EventType.values())
                .allSatisfy(type -> assertThat(open(type.record())).isEmpty());
    }

    /** The types below this one that are neither records of ours nor plain values. */
    private static Stream<Type> open(Type type) {
        if (type instanceof ParameterizedType generic && CONTAINERS.contains(generic.getRawType())) {
            return Stream.of(generic.getActualTypeArguments()).flatMap(EventShapesTest::open);
        }
        if (type instanceof Class<?> ours && ours.isRecord()) {
            return Stream.of(ours.getRecordComponents())
                    .map(RecordComponent::getGenericType)
                    .flatMap(EventShapesTest::open);
        }
        return VALUES.contains(type) ? Stream.empty() : Stream.of(type);
    }
}
