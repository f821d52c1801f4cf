package dev.orderly.messaging;

import dev.orderly.persistence.Database;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.net.ConnectException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Where a person deals with what one service could not: looks at letters, has them sent again, or drops them. Every act is written down
 * with the operator's name. May be asked from any thread.
 */
public final class Desk {

    /** Stands for the queues of messages that no service wanted. */
    public static final String UNROUTED = "unrouted";

    /** Stands for the queue with rows of the outbox that the broker refused. */
    public static final String OUTBOX = "outbox";

    private static final Duration CONFIRM_LIMIT = Duration.ofSeconds(10);

    private final ContextInternal owner;
    private final String service;
    private final LetterTable table;
    private final Publisher publisher;
    private final Topology topology;

    Desk(ContextInternal owner, String service, Database database, Publisher publisher, Topology topology) {
        this.owner = owner;
        this.service = service;
        this.table = new LetterTable(service, database);
        this.publisher = publisher;
        this.topology = topology;
    }

    /** Whose desk it is. */
    public String service() {
        return service;
    }

    /** The waiting letters that are meant, those that wait longest first. */
    public Future<List<Letter>> list(LetterFilter filter) {
        return here(() -> table.list(filter));
    }

    /** One letter with what is inside, whatever became of it; empty when there is none with that id. */
    public Future<Optional<OpenLetter>> open(UUID id) {
        return here(() -> table.open(id));
    }

    /** What {@link #replay} and {@link #drop} would act on now, in their order. */
    public Future<List<Letter>> rehearse(LetterFilter filter) {
        return here(() -> table.chosen(filter));
    }

    /**
     * Sends dead letters to their queue again, and to no other, those of one order in its sequence; messages that nobody wanted to
     * whoever hears them now; gives parked rows back to the relay. Gives those that were sent. Fails with a {@link ConnectException} while the
     * broker is away; what is not sent by then waits again.
     */
    public Future<List<Letter>> replay(LetterFilter filter, String operator) {
        return here(() -> publisher.isConnected() ? replayed(filter, operator) : away());
    }

    /** Gives letters up for good; they are kept until the purge. Gives those that were dropped. */
    public Future<List<Letter>> drop(LetterFilter filter, String operator) {
        return here(() -> table.chosen(filter)
                .compose(chosen ->
                        table.drop(operator, filter.inWords(), ids(chosen)).map(dropped -> among(chosen, dropped))));
    }

    /** How many dead letters wait on it, by queue; rows parked in the outbox are counted by the relay. */
    Future<Map<String, Long>> waiting() {
        return table.waiting();
    }

    Collector collector() {
        return new Collector(table);
    }

    private Future<List<Letter>> replayed(LetterFilter filter, String operator) {
        return table.chosen(filter)
                .compose(chosen -> table.beginReplay(operator, filter.inWords(), ids(chosen))
                        .map(begun -> among(chosen, begun)))
                .compose(letters -> sendAll(letters)
                        .recover(broken ->
                                table.notReplayed(ids(letters)).transform(waitsAgain -> Future.failedFuture(broken)))
                        .map(letters));
    }

    /** One after the other: what an order was told first is in its queue first. */
    private Future<Void> sendAll(List<Letter> letters) {
        Future<Void> sent = Future.succeededFuture();
        for (Letter letter : letters) {
            sent = sent.compose(before -> table.message(letter.id()))
                    .compose(message -> message.isPresent() ? send(letter, message.get()) : Future.succeededFuture());
        }
        return sent;
    }

    private Future<Void> send(Letter letter, LetterTable.Message message) {
        boolean toOneQueue = message.exchange().equals(Topology.DIRECT);
        Outgoing outgoing = new Outgoing(
                topology.prefixed(message.exchange()),
                toOneQueue ? topology.prefixed(message.routingKey()) : message.routingKey(),
                message.contentType(),
                letter.id().toString(),
                Map.of(),
                message.body());
        return publisher
                .publish(outgoing)
                .timeout(CONFIRM_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .compose(confirmed -> table.replayed(letter.id()));
    }

    private static <T> Future<T> away() {
        return Future.failedFuture(new ConnectException("the broker is away: nothing can be replayed now"));
    }

    private static List<UUID> ids(List<Letter> letters) {
        return letters.stream().map(Letter::id).toList();
    }

    private static List<Letter> among(List<Letter> letters, List<UUID> ids) {
        Set<UUID> touched = new HashSet<>(ids);
        return letters.stream().filter(letter -> touched.contains(letter.id())).toList();
    }

    private <T> Future<T> here(Supplier<Future<T>> work) {
        Promise<T> answer = Promise.promise();
        owner.runOnContext(
                now -> Future.succeededFuture().compose(entered -> work.get()).onComplete(answer));
        return answer.future();
    }
}
