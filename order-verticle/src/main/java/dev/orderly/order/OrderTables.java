package dev.orderly.order;

import dev.orderly.order.domain.Patience;
import dev.orderly.order.stats.OrderCounters;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.ShopTime;
import java.time.Clock;

/** All that is on record about orders: the rows, their timeline, and who of them is watched. */
record OrderTables(OrderRepository orders, TimelineRepository timeline, WatchRepository watch, OrderCounters counters) {

    /** The tables of one loop. */
    static OrderTables of(Database database, Clock clock, Patience patience) {
        ShopTime time = new ShopTime(clock);
        return new OrderTables(
                new OrderRepository(time, patience.young()),
                new TimelineRepository(database),
                new WatchRepository(time),
                new OrderCounters(database, clock));
    }
}
