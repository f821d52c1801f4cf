package dev.orderly.stock;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.StockEvent;
import dev.orderly.messaging.Announcer;
import dev.orderly.persistence.Transaction;
import dev.orderly.stock.domain.Alarm;
import dev.orderly.stock.domain.Level;
import io.vertx.core.Future;
import java.util.List;

/** All that stock tells: its decisions to the other services, changed levels as news, and alarms to people. */
record Voice(Announcer announcer, NewsTimer news, Alarms alarms) {

    /** Announcements go with the transaction; news and alarms wait for its commit. */
    Future<Void> tell(
            Transaction tx, List<Announcement<StockEvent>> announcements, List<Level> changed, List<Alarm> raised) {
        tx.afterCommit(() -> news.changed(changed));
        tx.afterCommit(() -> alarms.raise(raised));
        return announcer.announce(tx, announcements);
    }
}
