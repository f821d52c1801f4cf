package dev.orderly.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatcherTest {

    /** A batch that the test completes by hand. */
    private record Departure(List<Integer> items, Promise<List<String>> outcome) {

        void arrive() {
            outcome.complete(items.stream().map(item -> "done " + item).toList());
        }
    }

    private final List<Departure> departures = new ArrayList<>();

    @Test
    void letsAQuietItemLeaveAtOnce() {
        Future<String> answer = batcher(10, 2, 100).submit(1);

        assertThat(departures).extracting(Departure::items).containsExactly(List.of(1));
        departures.get(0).arrive();
        assertThat(answer.result()).isEqualTo("done 1");
    }

    @Test
    void makesOneBatchOfWhatArrivesMeanwhile() {
        Batcher<Integer, String> batcher = batcher(10, 1, 100);
        List<Future<String>> answers = submit(batcher, 1, 5);

        assertThat(batcher.waiting()).isEqualTo(4);
        departures.get(0).arrive();

        assertThat(departures).extracting(Departure::items).containsExactly(List.of(1), List.of(2, 3, 4, 5));
        departures.get(1).arrive();
        assertThat(answers)
                .extracting(Future::result)
                .containsExactly("done 1", "done 2", "done 3", "done 4", "done 5");
    }

    @Test
    void fillsABatchUpToItsCap() {
        Batcher<Integer, String> batcher = batcher(3, 1, 100);
        fill(batcher, 1, 8);

        departures.get(0).arrive();
        departures.get(1).arrive();

        assertThat(departures)
                .extracting(Departure::items)
                .containsExactly(List.of(1), List.of(2, 3, 4), List.of(5, 6, 7));
    }

    @Test
    void hasNoMoreBatchesUnderWayThanAllowed() {
        Batcher<Integer, String> batcher = batcher(1, 3, 100);
        fill(batcher, 1, 5);

        assertThat(departures).hasSize(3);
        departures.get(1).arrive();
        assertThat(departures).hasSize(4);
    }

    @Test
    void worksWithEveryCapAtOne() {
        Batcher<Integer, String> batcher = batcher(1, 1, 100);
        fill(batcher, 1, 3);

        departures.get(0).arrive();
        departures.get(1).arrive();

        assertThat(departures).extracting(Departure::items).containsExactly(List.of(1), List.of(2), List.of(3));
    }

    @Test
    void refusesAtOnceWhenTooManyWait() {
        Batcher<Integer, String> batcher = batcher(10, 1, 2);
        fill(batcher, 1, 3);

        Future<String> refused = batcher.submit(4);

        assertThat(refused.cause()).isInstanceOf(Batcher.Overloaded.class);
        assertThat(Failures.isTransient(refused.cause())).isTrue();
        departures.get(0).arrive();
        assertThat(batcher.submit(5).failed()).isFalse();
        assertThat(departures.get(1).items()).containsExactly(2, 3);
    }

    @Test
    void halvesAFailingBatchUntilTheCulpritIsAlone() {
        List<List<Integer>> tried = new ArrayList<>();
        Batcher<Integer, String> batcher = busyUntil(items -> {
            tried.add(items);
            return items.contains(6) ? Future.failedFuture("six") : answers(items);
        });
        List<Future<String>> answers = submit(batcher, 1, 8);

        departures.get(0).arrive();

        assertThat(answers.get(5).cause()).hasMessage("six");
        assertThat(answers)
                .filteredOn(Future::succeeded)
                .extracting(Future::result)
                .hasSize(7);
        assertThat(tried)
                .startsWith(List.of(1, 2, 3, 4, 5, 6, 7, 8), List.of(1, 2, 3, 4))
                .hasSize(7);
    }

    @Test
    void failsTheWholeBatchForAPassingReason() {
        List<List<Integer>> tried = new ArrayList<>();
        Batcher<Integer, String> batcher = busyUntil(items -> {
            tried.add(items);
            return Future.failedFuture(new TimeoutException("away"));
        });
        List<Future<String>> answers = submit(batcher, 1, 4);

        departures.get(0).arrive();

        assertThat(tried).containsExactly(List.of(1, 2, 3, 4));
        assertThat(answers).extracting(Future::cause).hasOnlyElementsOfType(TimeoutException.class);
    }

    @Test
    void treatsAThrowAsAFailure() {
        Batcher<Integer, String> batcher = new Batcher<>(new Batcher.Limits(10, 1, 10), items -> {
            throw new IllegalStateException("broken");
        });

        assertThat(batcher.submit(1).cause()).hasMessage("broken");
        assertThat(batcher.idle().succeeded()).isTrue();
    }

    @Test
    void failsABatchWhoseResultsDoNotMatchItsItems() {
        Batcher<Integer, String> batcher =
                new Batcher<>(new Batcher.Limits(10, 1, 10), items -> Future.succeededFuture(List.of()));

        assertThat(batcher.submit(1).cause()).hasMessage("1 items, 0 results");
    }

    @Test
    void isIdleWhenNothingWaitsAndNothingIsUnderWay() {
        Batcher<Integer, String> batcher = batcher(10, 1, 10);
        assertThat(batcher.idle().succeeded()).isTrue();
        fill(batcher, 1, 2);

        Future<Void> idle = batcher.idle();
        departures.get(0).arrive();
        assertThat(idle.isComplete()).isFalse();
        departures.get(1).arrive();

        assertThat(idle.succeeded()).isTrue();
    }

    @Test
    void doesNotGrowTheStackWithTheNumberOfBatches() {
        Batcher<Integer, String> batcher = busyUntil(BatcherTest::answers, 1);
        List<Future<String>> answers = submit(batcher, 1, 50_000);

        departures.get(0).arrive();

        assertThat(answers).allMatch(Future::succeeded);
    }

    @Test
    void leavesWithEverythingTheEventLoopHasAtHand() {
        try (Loop loop = new Loop()) {
            List<Integer> sizes = new ArrayList<>();
            Batcher<Integer, String> batcher = new Batcher<>(new Batcher.Limits(10, 4, 100), items -> {
                sizes.add(items.size());
                return answers(items);
            });

            List<String> answers =
                    loop.result(() -> Future.all(submit(batcher, 1, 5)).map(done -> done.list()));

            assertThat(answers).hasSize(5);
            assertThat(sizes).containsExactly(5);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void answersEveryItemOnceUnderAnyMixture(long seed) {
        Random random = new Random(seed);
        List<Integer> worked = new ArrayList<>();
        Batcher<Integer, String> batcher = batcher(1 + random.nextInt(5), 1 + random.nextInt(4), 10_000);
        List<Future<String>> answers = new ArrayList<>();
        for (int item = 0; item < 500; item++) {
            answers.add(batcher.submit(item));
            while (random.nextBoolean() && !departures.isEmpty()) {
                Departure any = departures.remove(random.nextInt(departures.size()));
                worked.addAll(any.items());
                any.arrive();
            }
        }
        while (!departures.isEmpty()) {
            Departure next = departures.remove(0);
            worked.addAll(next.items());
            next.arrive();
        }

        assertThat(worked).doesNotHaveDuplicates().hasSize(500);
        assertThat(answers)
                .extracting(Future::result)
                .containsExactlyElementsOf(
                        answers(IntStream.range(0, 500).boxed().toList()).result());
    }

    @Test
    void refusesLimitsUnderWhichNothingIsEverDone() {
        assertThatThrownBy(() -> new Batcher.Limits(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private Batcher<Integer, String> batcher(int maxItems, int concurrent, int maxWaiting) {
        return new Batcher<>(new Batcher.Limits(maxItems, concurrent, maxWaiting), this::depart);
    }

    private Future<List<String>> depart(List<Integer> items) {
        Departure departure = new Departure(items, Promise.promise());
        departures.add(departure);
        return departure.outcome().future();
    }

    private Batcher<Integer, String> busyUntil(Function<List<Integer>, Future<List<String>>> work) {
        return busyUntil(work, 10);
    }

    /** Busy with item 0 until the test lets that arrive; then everything else goes through this work. */
    private Batcher<Integer, String> busyUntil(Function<List<Integer>, Future<List<String>>> work, int maxItems) {
        Batcher<Integer, String> batcher = new Batcher<>(
                new Batcher.Limits(maxItems, 1, 100_000),
                items -> items.contains(0) ? depart(items) : work.apply(items));
        assertThat(batcher.submit(0).isComplete()).isFalse();
        return batcher;
    }

    private static void fill(Batcher<Integer, String> batcher, int first, int last) {
        assertThat(submit(batcher, first, last)).allMatch(answer -> !answer.failed());
    }

    private static List<Future<String>> submit(Batcher<Integer, String> batcher, int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(batcher::submit).toList();
    }

    private static Future<List<String>> answers(List<Integer> items) {
        return Future.succeededFuture(items.stream().map(item -> "done " + item).toList());
    }
}
