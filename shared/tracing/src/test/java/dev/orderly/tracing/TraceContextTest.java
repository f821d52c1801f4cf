package dev.orderly.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Places in a trace, as W3C Trace Context spells them. */
class TraceContextTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final String SAMPLED = "00-" + TRACE + "-" + SPAN + "-01";

    @Test
    void readsWhatItWrites() {
        TraceContext read = TraceContext.read(SAMPLED).orElseThrow();

        assertThat(read).isEqualTo(new TraceContext(TRACE, SPAN, true));
        assertThat(read.traceparent()).isEqualTo(SAMPLED);
        assertThat(TraceContext.read("00-" + TRACE + "-" + SPAN + "-00"))
                .contains(new TraceContext(TRACE, SPAN, false));
    }

    @Test
    void readsALaterVersionAsFarAsItKnowsIt() {
        assertThat(TraceContext.read("01-" + TRACE + "-" + SPAN + "-03-more")
                        .orElseThrow()
                        .traceparent())
                .isEqualTo(SAMPLED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 ",
                "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01more",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473\n-00f067aa0ba902b7-01"
            })
    void takesWhatIsNotWellFormedForAbsent(String header) {
        assertThat(TraceContext.read(header)).isEmpty();
    }

    @Test
    void givesWorkThatIsCausedAPlaceOfItsOwnInTheSameTrace() {
        Span caused = Tracing.off().begin(SpanKind.CONSUMER, "stock", "process", Optional.of(SAMPLED));

        assertThat(caused.context().traceId()).isEqualTo(TRACE);
        assertThat(caused.context().spanId()).isNotEqualTo(SPAN).matches("[0-9a-f]{16}");
        assertThat(caused.context().isSampled()).isTrue();
        assertThat(caused.isRecorded()).isFalse();
    }

    @Test
    void beginsANewTraceWhereThereIsNone() {
        Span first = Tracing.off().begin(SpanKind.SERVER, "order", "POST", Optional.of("broken"));
        Span second = Tracing.off().begin(SpanKind.SERVER, "order", "POST", Optional.empty());

        assertThat(TraceContext.read(first.traceparent())).contains(first.context());
        assertThat(first.context().isSampled()).isFalse();
        assertThat(second.context().traceId()).isNotEqualTo(first.context().traceId());
    }

    @Test
    void recordsWhatTheCallerWantsRecorded() {
        SdkTracerProvider recording = SdkTracerProvider.builder().build();
        Tracing none = Tracing.to(recording::get, 0);

        assertThat(none.begin(SpanKind.SERVER, "order", "POST", Optional.of(SAMPLED))
                        .isRecorded())
                .isTrue();
        assertThat(none.begin(SpanKind.SERVER, "order", "POST", Optional.empty())
                        .isRecorded())
                .isFalse();
        assertThat(Tracing.to(recording::get, 100)
                        .begin(SpanKind.SERVER, "order", "POST", Optional.empty())
                        .isRecorded())
                .isTrue();
    }

    @Test
    void asksNoTracerForWhatNobodyRecords() {
        Tracing tracing = Tracing.to(
                service -> {
                    throw new AssertionError("asked for " + service);
                },
                0);

        Span begun = tracing.begin(SpanKind.SERVER, "order", "POST", Optional.empty());
        Span caused = tracing.begin(SpanKind.CONSUMER, "stock", "process", Optional.of(begun.traceparent()));
        caused.with("key", "value").end(true);

        assertThat(begun.context().isSampled()).isFalse();
        assertThat(caused.context().isSampled()).isFalse();
        assertThat(caused.context().traceId()).isEqualTo(begun.context().traceId());
        assertThat(caused.context().spanId()).isNotEqualTo(begun.context().spanId());
    }
}
