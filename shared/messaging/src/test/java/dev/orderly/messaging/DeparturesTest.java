package dev.orderly.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.OrderEvent.OrderCancelled;
import dev.orderly.tracing.TraceContext;
import dev.orderly.tracing.Tracing;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which trace an event is part of when it is published. */
class DeparturesTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final Optional<String> CAUSE = Optional.of("00-" + TRACE + "-00f067aa0ba902b7-01");
    private static final Optional<String> NOT_SAMPLED = Optional.of("00-" + TRACE + "-00f067aa0ba902b7-00");

    private final SdkTracerProvider recording = SdkTracerProvider.builder().build();
    private final Departures departures = new Departures(Tracing.to(recording::get, 100));

    @Test
    void beginsOneTracePerOrderForWhatTimeHasCaused() {
        Announcement<OrderCancelled> first = Samples.cancelled("late");
        Announcement<OrderCancelled> other = Samples.cancelled("late");

        List<Announcement<?>> placed = departures.placed(List.of(first, other, first));

        assertThat(trace(placed.get(0))).isEqualTo(trace(placed.get(2))).isNotEqualTo(trace(placed.get(1)));
    }

    @Test
    void namesThePublishingAsTheCauseOfWhatFollows() {
        Announcement<?> told = Samples.cancelled("late").tracedBy(CAUSE);

        Departures.Boarding boarding = departures.board(List.of(told));

        assertThat(boarding.spans()).containsOnlyKeys(told.id());
        assertThat(trace(boarding.announcements().get(0))).isEqualTo(TRACE);
        assertThat(boarding.announcements().get(0).traceparent()).isNotEqualTo(CAUSE);
    }

    @Test
    void leavesAsItIsWhatNobodyRecords() {
        List<Announcement<?>> told = List.of(Samples.cancelled("late").tracedBy(NOT_SAMPLED));

        assertThat(departures.board(told).announcements()).isEqualTo(told);
        assertThat(departures.board(told).spans()).isEmpty();
        assertThat(new Departures(Tracing.off()).board(told).announcements()).isEqualTo(told);
    }

    private static String trace(Announcement<?> announcement) {
        return TraceContext.read(announcement.traceparent().orElseThrow())
                .orElseThrow()
                .traceId();
    }
}
