package dev.orderly.stock;

import dev.orderly.persistence.Database;
import dev.orderly.persistence.MessageErasure;
import dev.orderly.persistence.Stride;
import dev.orderly.service.CustomerErasure;
import dev.orderly.web.Reply;
import dev.orderly.web.Request;
import io.vertx.core.Future;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes a customer's name off the reservations that are finished; all else that is kept about them is the books. */
final class Erasure {

    private static final UUID FIRST = new UUID(0, 0);
    private static final int AT_ONCE = 5_000;

    /** What one step found; no last one when it was past the end. */
    record Stretch(int erased, int held, @Nullable UUID last) {}

    /** What was done: {@code held} reservations keep the name until they end, and are to be asked for again. */
    record Done(String customerId, long reservations, long held) {

        Done and(Stretch stretch) {
            return new Done(customerId, reservations + stretch.erased(), held + stretch.held());
        }
    }

    /** What was done up to the last one that was looked at. */
    private record Walked(Done done, @Nullable UUID last) {}

    /** What is answered: {@code messages} that were kept have lost the name too, once nothing is held; {@code waiting} ones could not. */
    record Answer(String customerId, long reservations, long held, int messages, int waiting) {}

    private final Database database;
    private final RetentionRepository rows;
    private final MessageErasure messages;

    Erasure(Database database, RetentionRepository rows) {
        this.database = database;
        this.rows = rows;
        this.messages = new MessageErasure(database);
    }

    /** {@code POST /stock/customers/:id/erase} of the management port. */
    Future<Reply> erase(Request request) {
        CustomerErasure wish = CustomerErasure.read(request);
        return messages.writeDown(wish.operator(), wish.customer())
                .compose(writtenDown -> erase(wish.customer()))
                .compose(this::eraseMessages)
                .map(Reply::ok);
    }

    /** What is held may still be spoken of. */
    private Future<Answer> eraseMessages(Done done) {
        return done.held() > 0
                ? Future.succeededFuture(answer(done, new MessageErasure.Erased(0, 0)))
                : messages.erase(done.customerId()).map(said -> answer(done, said));
    }

    private static Answer answer(Done done, MessageErasure.Erased said) {
        return new Answer(done.customerId(), done.reservations(), done.held(), said.messages(), said.waiting());
    }

    /** Goes through all reservations, a stretch at a time. */
    Future<Done> erase(String customerId) {
        return Stride.from(
                        new Walked(new Done(customerId, 0, 0), FIRST),
                        walked -> walked.last() == null,
                        this::eraseStretch)
                .map(Walked::done);
    }

    private Future<Walked> eraseStretch(Walked before) {
        UUID after = Objects.requireNonNull(before.last());
        return database.inTransaction(tx -> rows.erase(tx, after, before.done().customerId(), AT_ONCE))
                .map(stretch -> new Walked(before.done().and(stretch), stretch.last()));
    }
}
