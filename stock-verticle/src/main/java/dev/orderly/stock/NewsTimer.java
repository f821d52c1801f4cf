package dev.orderly.stock;

import dev.orderly.stock.domain.Level;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers the products whose level has changed and has the last level told, never on the path of an order. It runs only while there
 * is something to tell; what it forgets in a crash stands in the rows.
 */
final class NewsTimer {

    private static final Logger LOG = LoggerFactory.getLogger(NewsTimer.class);

    private final Vertx vertx;
    private final Duration interval;
    private final Function<Collection<String>, Future<Void>> announce;
    private final Set<String> changed = new TreeSet<>();
    private boolean isArmed;

    NewsTimer(Vertx vertx, Duration interval, Function<Collection<String>, Future<Void>> announce) {
        this.vertx = vertx;
        this.interval = interval;
        this.announce = announce;
    }

    void changed(Collection<Level> levels) {
        levels.forEach(level -> changed.add(level.productId()));
        arm();
    }

    private void arm() {
        if (!isArmed && !changed.isEmpty()) {
            isArmed = true;
            vertx.setTimer(interval.toMillis(), elapsed -> tell());
        }
    }

    private void tell() {
        Set<String> products = Set.copyOf(changed);
        changed.clear();
        announce.apply(products).onFailure(failure -> keep(products, failure)).onComplete(told -> {
            isArmed = false;
            arm();
        });
    }

    private void keep(Set<String> products, Throwable failure) {
        LOG.debug("levels of {} products stay untold for now: {}", products.size(), failure.getMessage());
        changed.addAll(products);
    }
}
